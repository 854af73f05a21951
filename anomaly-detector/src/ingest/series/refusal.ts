import type { Limits } from './limits.ts';

/** Why a sample is not taken, though its body can be read; each word is stable. A sender that repeats it mends nothing. */
export const refusals = {
  series_limit: ({ seriesPerTenant }: Limits) =>
    `a new series of a tenant that has ${seriesPerTenant}, as many as it may: raise BREAKWATER_SERIES_PER_TENANT or send fewer`,
  label_limit: ({ labels, labelNameBytes, labelValueBytes }: Limits) =>
    `a series with more than ${labels} labels (BREAKWATER_LABELS_PER_SERIES), more than ${labelNameBytes} bytes in a label's name (BREAKWATER_LABEL_NAME_BYTES) ` +
    `or more than ${labelValueBytes} in its value (BREAKWATER_LABEL_VALUE_BYTES): drop labels by relabelling, or raise the limit`,
  label_invalid: () => 'a series without a name, with a label twice or with text that is no UTF-8',
  histogram_malformed: () =>
    'a histogram whose buckets, spans and counts do not fit together, or with more than 1024 buckets',
  type_changed: () => 'a series that came as another type before: give it another name or labels',
  future: ({ futureMs }: Limits) =>
    `a time more than ${futureMs / 1000} s ahead: check the clock of the sender, or raise BREAKWATER_SAMPLE_FUTURE_MS`,
  too_old: ({ ageMs }: Limits) =>
    `a time more than ${ageMs / 1000} s ago, too long to judge it by: send sooner, or raise BREAKWATER_SAMPLE_AGE_MS`,
  out_of_order: () => 'a time before the last one of its series',
  duplicate: () => 'another value for the time of the last one of its series',
} as const satisfies Record<string, (limits: Limits) => string>;
export type Refusal = keyof typeof refusals;

/** What comes rightly and says nothing: counted, not refused. */
export const passedOver = ['repeated', 'stale', 'not_a_number', 'infinite'] as const;
export type PassedOver = (typeof passedOver)[number];

/** What became of one write. */
export class Outcome {
  readonly limits: Limits;
  samples = 0;
  histograms = 0;
  refused: Partial<Record<Refusal, number>> = {};
  passedOver: Partial<Record<PassedOver, number>> = {};
  #first: Partial<Record<Refusal, string>> = {};

  constructor(limits: Limits) {
    this.limits = limits;
  }

  /** Counts samples that are not taken; of each reason the first series is asked for its name. */
  refuse(reason: Refusal, many: number, nameOf: () => string): void {
    if (this.refused[reason] === undefined) this.#first[reason] = nameOf();
    this.refused[reason] = (this.refused[reason] ?? 0) + many;
  }

  pass(reason: PassedOver): void {
    this.passedOver[reason] = (this.passedOver[reason] ?? 0) + 1;
  }

  get refusedCount(): number {
    return Object.values(this.refused).reduce((sum, many) => sum + many, 0);
  }

  /** One sentence for the sender: what was not taken, how many, which first, and what to do; empty where all was. */
  get sentence(): string {
    return (Object.entries(this.refused) as [Refusal, number][])
      .map(([reason, many]) => `${many} of ${refusals[reason](this.limits)} (first: ${this.#first[reason]})`)
      .join('; ');
  }
}
