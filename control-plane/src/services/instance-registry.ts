import type { Heartbeat, Instance } from '../contract/instance.ts';
import type { Applied } from '../domain/propagation/propagation.ts';

/** Milliseconds without a heartbeat after which an instance is silent. */
export const silentAfterMs = 15_000;
/** Milliseconds without a heartbeat after which an instance is no longer shown. */
const forgottenAfterMs = 10 * 60_000;

interface Known {
  beat: Heartbeat;
  lastSeenAt: number;
  /** When the present revision was first told. */
  appliedAt: number;
}

/** The running instances as their heartbeats tell of them, in this process's memory. */
export class InstanceRegistry {
  readonly #known = new Map<string, Known>();

  /** Takes a heartbeat in; an older one than the last is ignored. */
  beat(beat: Heartbeat, at: number): void {
    const before = this.#known.get(beat.instanceId);
    if (before !== undefined && before.lastSeenAt > at) return;
    const sameRevision = before?.beat.revision === beat.revision && before.beat.startedAt === beat.startedAt;
    this.#known.set(beat.instanceId, {
      beat,
      lastSeenAt: at,
      appliedAt: sameRevision ? before.appliedAt : at,
    });
  }

  list(now: number): Instance[] {
    for (const [id, { lastSeenAt }] of this.#known) {
      if (now - lastSeenAt > forgottenAfterMs) this.#known.delete(id);
    }
    return [...this.#known.values()]
      .map(({ beat, lastSeenAt }) => ({
        ...beat,
        lastSeenAt: new Date(lastSeenAt).toISOString(),
        silent: now - lastSeenAt > silentAfterMs,
      }))
      .sort((a, b) => a.service.localeCompare(b.service) || a.instanceId.localeCompare(b.instanceId));
  }

  /** The instances of an environment that are heard of. */
  listAlive(environment: string, now: number): Applied[] {
    return [...this.#known.values()]
      .filter(({ beat, lastSeenAt }) => beat.environment === environment && now - lastSeenAt <= silentAfterMs)
      .map(toApplied);
  }

  find(id: string): Applied | undefined {
    const known = this.#known.get(id);
    return known && toApplied(known);
  }

  isSilent(id: string, now: number): boolean {
    const known = this.#known.get(id);
    return known === undefined || now - known.lastSeenAt > silentAfterMs;
  }
}

function toApplied({ beat, appliedAt }: Known): Applied {
  return { id: beat.instanceId, service: beat.service, revision: beat.revision, appliedAt };
}
