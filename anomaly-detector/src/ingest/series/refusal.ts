/** Why a sample is not taken, though its body can be read; each word is stable. A sender that repeats it mends nothing. */
export const refusals = {
  series_limit:
    'a new series of a tenant that has as many as it may: raise BREAKWATER_SERIES_PER_TENANT or send fewer',
  label_limit: 'a series with more or longer labels than are taken: drop labels by relabelling',
  label_invalid: 'a series without a name, with a label twice or with text that is no UTF-8',
  histogram_malformed:
    'a histogram whose buckets, spans and counts do not fit together, or with more than 1024 buckets',
  type_changed: 'a series that came as another type before: give it another name or labels',
  future: 'a time further ahead than clocks differ: check the clock of the sender',
  too_old: 'a time too long ago to judge it by',
  out_of_order: 'a time before the last one of its series',
  duplicate: 'another value for the time of the last one of its series',
} as const;
export type Refusal = keyof typeof refusals;

/** What comes rightly and says nothing: counted, not refused. */
export const passedOver = ['repeated', 'stale', 'not_a_number', 'infinite'] as const;
export type PassedOver = (typeof passedOver)[number];

/** What became of one write. */
export class Outcome {
  samples = 0;
  histograms = 0;
  refused: Partial<Record<Refusal, number>> = {};
  passedOver: Partial<Record<PassedOver, number>> = {};

  refuse(reason: Refusal, many = 1): void {
    this.refused[reason] = (this.refused[reason] ?? 0) + many;
  }

  pass(reason: PassedOver): void {
    this.passedOver[reason] = (this.passedOver[reason] ?? 0) + 1;
  }

  get refusedCount(): number {
    return Object.values(this.refused).reduce((sum, many) => sum + many, 0);
  }

  /** One sentence for the sender: what was not taken, how many, and what to do; empty where all was. */
  get sentence(): string {
    return (Object.entries(this.refused) as [Refusal, number][])
      .map(([reason, many]) => `${many} of ${refusals[reason]}`)
      .join('; ');
  }
}
