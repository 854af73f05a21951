import type { GuardState, Heartbeat } from '../contract/instance.ts';
import { type CallCounts, type InstanceCounts, minus } from '../domain/switch/drill.ts';
import { countCalls, countFallbacks, countServed } from '../domain/switch/guard-counts.ts';
import type { SwitchPlace } from '../domain/switch/surroundings.ts';

/** Milliseconds for which the counters of an instance are kept. */
const keptMs = 3 * 60_000;
/** Milliseconds without a heartbeat after which an instance is forgotten. */
const forgottenAfterMs = 10 * 60_000;
/** Heartbeats come in bursts around a flip; counters this close together say nothing new. */
const leastGapMs = 900;

interface Sample {
  at: number;
  startedAt: string;
  guards: readonly GuardState[];
}

interface Known {
  service: string;
  samples: Sample[];
}

/** Calls of one instance over some time. */
export interface Counted extends CallCounts {
  id: string;
  service: string;
  /** Milliseconds over which they were counted. */
  overMs: number;
  /** Answers of the fallback, for whatever reason it was asked. */
  served: number;
}

/** The counters of every instance's guards over the last minutes, from the heartbeats, in this process's memory. */
export class GuardHistory {
  readonly #known = new Map<string, Known>();
  /** When a guard's fallback last answered: by service and guard. */
  readonly #answeredAt = new Map<string, number>();
  /** Guards that were ever heard of, by service and name. */
  readonly #heard = new Set<string>();
  #sweptAt = 0;

  take({ instanceId: id, service, startedAt, guards }: Heartbeat, at: number): void {
    const known = this.#known.get(id) ?? { service, samples: [] };
    const last = known.samples.at(-1);
    if (last !== undefined && at < last.at) return;
    const sample = { at, startedAt, guards };
    for (const { name } of guards) this.#heard.add(`${service} ${name}`);
    this.#noteAnswers(service, last, sample);
    const before = known.samples.at(-2);
    if (last !== undefined && before !== undefined && at - before.at < leastGapMs) known.samples.pop();
    known.samples.push(sample);
    while (known.samples.length > 2 && at - known.samples[0]!.at > keptMs) known.samples.shift();
    this.#known.set(id, known);
    if (at - this.#sweptAt > keptMs) this.#sweep(at);
  }

  /** Counters as they stand, of the instances that were heard of since an instant. */
  countersOf(place: SwitchPlace, since: number): (InstanceCounts & { at: number })[] {
    return [...this.#known].flatMap(([id, { service, samples }]) => {
      const last = samples.at(-1)!;
      if (service !== place.service || last.at < since) return [];
      const { at, startedAt, guards } = last;
      return [{ id, service, startedAt, at, ...countCalls(place, service, guards) }];
    });
  }

  /** What was counted from an instant to the last heartbeat, instance by instance. */
  countSince(place: SwitchPlace, from: number): Counted[] {
    return [...this.#known].flatMap(([id, { service, samples }]) => {
      const last = samples.at(-1)!;
      if (service !== place.service || last.at <= from) return [];
      const first = samples.findLast(({ at }) => at <= from) ?? samples[0]!;
      if (first === last) return [];
      const before = first.startedAt === last.startedAt ? first.guards : [];
      const counts = minus(countCalls(place, service, last.guards), countCalls(place, service, before));
      const served = countServed(place, service, last.guards) - countServed(place, service, before);
      return [{ id, service, overMs: last.at - first.at, ...counts, served: Math.max(0, served) }];
    });
  }

  /** When a switch's fallback last answered, epoch milliseconds; undefined where this process has not seen it. */
  fallbackAt(place: SwitchPlace): number | undefined {
    const named = `${place.service} ${place.key}`;
    // Other guards that make the same call do not ask the switch that one of them is named after.
    return this.#answeredAt.get(this.#heard.has(named) ? named : `${place.service} -> ${place.dependency}`);
  }

  /** Every deployment brings instances with other ids. */
  #sweep(now: number): void {
    this.#sweptAt = now;
    for (const [id, { samples }] of this.#known)
      if (now - samples.at(-1)!.at > forgottenAfterMs) this.#known.delete(id);
  }

  #noteAnswers(service: string, last: Sample | undefined, now: Sample): void {
    if (last === undefined || last.startedAt !== now.startedAt) return;
    for (const { name, dependency } of now.guards) {
      const place = { key: name, service, dependency: '' };
      const rose = countFallbacks(place, service, now.guards) > countFallbacks(place, service, last.guards);
      if (!rose) continue;
      this.#answeredAt.set(`${service} ${name}`, now.at);
      if (dependency !== '') this.#answeredAt.set(`${service} -> ${dependency}`, now.at);
    }
  }
}
