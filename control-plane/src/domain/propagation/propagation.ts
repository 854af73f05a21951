import type { Propagation } from '../../contract/switch.ts';

/** What an instance has told of itself that matters here. */
export interface Applied {
  id: string;
  service: string;
  revision: number;
  /** Epoch milliseconds at which that revision was first told. */
  appliedAt: number;
}

/** A change's way to the instances; `acceptedAt` in epoch milliseconds. */
export interface Tracked {
  changeId: string;
  revision: number;
  acceptedAt: number;
  instances: ReadonlyMap<string, { service: string; revision: number; confirmedMs: number | null }>;
}

/** The instances that must confirm are those that are alive when the change is accepted. */
export function begin(
  change: Pick<Tracked, 'changeId' | 'revision' | 'acceptedAt'>,
  alive: readonly Applied[],
): Tracked {
  const waiting = new Map(
    alive.map(({ id, service, revision }) => [id, { service, revision, confirmedMs: null }]),
  );
  return alive.reduce(confirm, { ...change, instances: waiting } as Tracked);
}

/** The same object where the instance has nothing to confirm. */
export function confirm(tracked: Tracked, applied: Applied): Tracked {
  const known = tracked.instances.get(applied.id);
  if (known === undefined || known.confirmedMs !== null || applied.revision < tracked.revision)
    return tracked;
  const confirmedMs = Math.max(0, Math.round(applied.appliedAt - tracked.acceptedAt));
  const instances = new Map(tracked.instances).set(applied.id, {
    ...known,
    revision: applied.revision,
    confirmedMs,
  });
  return { ...tracked, instances };
}

/** The confirmations of both. */
export function merge(own: Tracked, other: Tracked): Tracked {
  const instances = [...own.instances].map(([id, instance]) => {
    const elsewhere = other.instances.get(id);
    return [id, instance.confirmedMs === null && elsewhere ? elsewhere : instance] as const;
  });
  return { ...own, instances: new Map(instances) };
}

/** Milliseconds until the last instance confirmed; null while one has not. Nobody to wait for is confirmed at once. */
export function confirmedMs(tracked: Tracked): number | null {
  const all = [...tracked.instances.values()].map((instance) => instance.confirmedMs);
  return all.includes(null) ? null : Math.max(0, ...all.map(Number));
}

/** What is shown; `silent` names those that are no longer heard of. */
export function toPropagation(tracked: Tracked, isSilent: (instanceId: string) => boolean): Propagation {
  const instances = [...tracked.instances]
    .map(([id, instance]) => ({
      id,
      ...instance,
      ...(instance.confirmedMs === null && isSilent(id) ? { silent: true } : {}),
    }))
    .sort((a, b) => a.id.localeCompare(b.id));
  return {
    changeId: tracked.changeId,
    revision: tracked.revision,
    at: new Date(tracked.acceptedAt).toISOString(),
    total: instances.length,
    confirmed: instances.filter((instance) => instance.confirmedMs !== null).length,
    confirmedMs: confirmedMs(tracked),
    instances,
  };
}
