import type { Heartbeat, Instance } from '../contract/instance.ts';
import type { Applied, Mark } from '../domain/propagation/propagation.ts';

/** Milliseconds without a heartbeat after which an instance is silent. */
export const silentAfterMs = 15_000;
/** Milliseconds without a heartbeat after which an instance is no longer shown. */
const forgottenAfterMs = 10 * 60_000;
/** A client that polls is silent once it has left out two polls. */
const missedPolls = 2.5;

/** A heartbeat, or what was seen of a client that sends none. */
export interface Beat extends Heartbeat {
  /** It does not report: its revision is known from its polls, or from what was sent on its stream. */
  passive?: boolean | undefined;
}

interface Known {
  beat: Beat;
  lastSeenAt: number;
  /** When the present revision was first told. */
  appliedAt: number;
  /** The first evaluations of changed flags, by flag. */
  effective: Map<string, Mark>;
  /** Since when each override that it holds has been told, by id. */
  overrides: Map<string, number>;
}

/** What a registry works with. */
export interface RegistryPorts {
  /** What was last sent on an instance's stream by this process. */
  deliveredTo?: (instanceId: string) => Mark | undefined;
  /** Hears of each heartbeat that was taken in. */
  onBeat?: (beat: Beat, at: number) => void;
}

/** The running instances as their heartbeats tell of them, in this process's memory. */
export class InstanceRegistry {
  readonly #known = new Map<string, Known>();
  readonly #ports: RegistryPorts;

  constructor(ports: RegistryPorts = {}) {
    this.#ports = ports;
  }

  /** Takes a heartbeat in; an older one than the last is ignored. */
  beat(beat: Beat, at: number): void {
    const before = this.#known.get(beat.instanceId);
    if (before !== undefined && before.lastSeenAt > at) return;
    const sameProcess = before?.beat.startedAt === beat.startedAt ? before : undefined;
    const sameRevision = sameProcess?.beat.revision === beat.revision;
    this.#known.set(beat.instanceId, {
      beat,
      lastSeenAt: at,
      appliedAt: sameRevision ? sameProcess.appliedAt : at,
      effective: effectiveOf(beat, sameProcess?.effective, at),
      overrides: new Map(
        (beat.overrides ?? []).map(({ id }) => [id, sameProcess?.overrides.get(id) ?? at] as const),
      ),
    });
    this.#ports.onBeat?.(beat, at);
  }

  list(now: number): Instance[] {
    for (const [id, known] of this.#known) {
      if (now - known.lastSeenAt > forgottenAfterMs) this.#known.delete(id);
    }
    return [...this.#known.values()]
      .map((known) => ({
        ...known.beat,
        lastSeenAt: new Date(known.lastSeenAt).toISOString(),
        silent: isSilent(known, now),
      }))
      .sort((a, b) => a.service.localeCompare(b.service) || a.instanceId.localeCompare(b.instanceId));
  }

  /** The instances of an environment that are heard of. */
  listAlive(environment: string, now: number): Applied[] {
    return [...this.#known.values()]
      .filter((known) => known.beat.environment === environment && !isSilent(known, now))
      .map((known) => this.#toApplied(known));
  }

  find(id: string): Applied | undefined {
    const known = this.#known.get(id);
    return known && this.#toApplied(known);
  }

  isSilent(id: string, now: number): boolean {
    const known = this.#known.get(id);
    return known === undefined || isSilent(known, now);
  }

  /** Ids of the overrides of a flag that some instance holds. */
  listOverrides(flag: string): string[] {
    const held = [...this.#known.values()].flatMap(({ beat }) => beat.overrides ?? []);
    return [...new Set(held.flatMap((override) => (override.flag === flag ? [override.id] : [])))];
  }

  /** When an instance first told of the revision that it holds now; epoch milliseconds. */
  holdsSince(id: string): number | undefined {
    return this.#known.get(id)?.appliedAt;
  }

  #toApplied({ beat, appliedAt, effective, overrides }: Known): Applied {
    const { instanceId: id, service, revision, passive, source } = beat;
    const proof = passive !== true ? 'heartbeat' : source === 'stream' ? 'stream' : 'etag';
    const delivered = this.#ports.deliveredTo?.(id);
    return { id, service, revision, appliedAt, proof, delivered, effective, overrides };
  }
}

function isSilent({ beat, lastSeenAt }: Known, now: number): boolean {
  return now - lastSeenAt > Math.max(silentAfterMs, (beat.pollEveryMs ?? 0) * missedPolls);
}

/** Each first evaluation keeps the moment at which it was first told. */
function effectiveOf(beat: Heartbeat, before: ReadonlyMap<string, Mark> | undefined, at: number) {
  const told = (beat.effective ?? []).map(({ flag, revision }): [string, Mark] => {
    const known = before?.get(flag);
    return [flag, known?.revision === revision ? known : { revision, at }];
  });
  return new Map(told);
}
