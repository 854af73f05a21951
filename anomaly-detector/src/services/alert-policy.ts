import { type AcceptedPattern, patternOf } from '../alerting/accepted-pattern.ts';
import { type Ruling, rulingOf, type SeriesRule } from '../alerting/series-rules.ts';
import type { Acceptance, Series } from '../contract/index.ts';
import type { Anomaly } from '../store/anomaly-log.ts';

/** What is accepted where a person calls an anomaly none; `at` is an ISO 8601 moment. */
export function acceptanceOf(anomaly: Anomaly, said: { by: string; note: string; at: string }): Acceptance {
  const { id, seriesKey, sentence } = anomaly;
  return { ...patternOf(anomaly), id, seriesKey, sentence, ...said };
}

/** What people have laid down about alerts: rules for series, and patterns that are no anomaly. */
export class AlertPolicy {
  #rules: readonly SeriesRule[];
  #accepted = new Map<string, Acceptance[]>();
  /** Rises with each change of what is accepted. */
  version = 0;

  constructor(rules: readonly SeriesRule[] = []) {
    this.#rules = rules;
  }

  /** The same rules, with nothing accepted. */
  withoutFeedback(): AlertPolicy {
    return new AlertPolicy(this.#rules);
  }

  rulingOf(series: Series): Ruling {
    return rulingOf(this.#rules, series);
  }

  /** What was accepted of a series; undefined for nearly all of them. */
  acceptedOf(seriesKey: string): readonly AcceptedPattern[] | undefined {
    return this.#accepted.size === 0 ? undefined : this.#accepted.get(seriesKey);
  }

  /** Accepts the pattern of an anomaly, once; `at` is an ISO 8601 moment. */
  accept(anomaly: Anomaly, said: { by: string; note: string; at: string }): Acceptance {
    return this.hold(acceptanceOf(anomaly, said));
  }

  /** Holds to what was accepted, once; returns what holds. */
  hold(acceptance: Acceptance): Acceptance {
    const known = this.#accepted.get(acceptance.seriesKey) ?? [];
    const before = known.find(({ id }) => id === acceptance.id);
    if (before !== undefined) return before;
    this.#accepted.set(acceptance.seriesKey, [...known, acceptance]);
    this.version += 1;
    return acceptance;
  }

  /** Takes back what was accepted; false where nothing was by that id. */
  revoke(id: string): boolean {
    for (const [key, known] of this.#accepted) {
      const kept = known.filter((one) => one.id !== id);
      if (kept.length === known.length) continue;
      if (kept.length === 0) this.#accepted.delete(key);
      else this.#accepted.set(key, kept);
      this.version += 1;
      return true;
    }
    return false;
  }

  /** All that is accepted, in the order in which it was. */
  list(): Acceptance[] {
    return [...this.#accepted.values()].flat().sort((a, b) => (a.at < b.at ? -1 : 1));
  }

  restore(accepted: readonly Acceptance[]): void {
    this.#accepted = new Map(
      Object.entries(Object.groupBy(accepted, ({ seriesKey }) => seriesKey)) as [string, Acceptance[]][],
    );
  }
}
