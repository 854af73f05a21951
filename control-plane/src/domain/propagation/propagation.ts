import type { Propagation } from '../../contract/switch.ts';

/** How it is known what an instance holds: it says so, its polls say so, or only the sending is known. */
export type Proof = 'heartbeat' | 'etag' | 'stream';

/** A moment in epoch milliseconds, and the revision that it is about. */
export interface Mark {
  revision: number;
  at: number;
}

/** What is known of an instance that matters here. */
export interface Applied {
  id: string;
  service: string;
  revision: number;
  /** Epoch milliseconds at which that revision was first told. */
  appliedAt: number;
  proof: Proof;
  /** What was last sent on its stream. */
  delivered?: Mark | undefined;
  /** The revisions with which flags were first asked for after they had changed. */
  effective?: ReadonlyMap<string, Mark> | undefined;
  /** Overrides that it holds, by id, and since when it says so. */
  overrides?: ReadonlyMap<string, number> | undefined;
}

/** How far one change has come at one instance; times in milliseconds since the change was accepted. */
export interface InstanceProof {
  service: string;
  revision: number;
  proof: Proof;
  /** Sent on its stream. */
  deliveredMs: number | null;
  /** The instance holds it. */
  confirmedMs: number | null;
  /** The flag was asked for, and answered with the change. */
  effectiveMs: number | null;
}

/** A change's way to the instances; `acceptedAt` in epoch milliseconds. */
export interface Tracked {
  changeId: string;
  /** The flag that was changed. */
  flag: string;
  revision: number;
  acceptedAt: number;
  instances: ReadonlyMap<string, InstanceProof>;
}

/** The instances that must confirm are those that are alive when the change is accepted; none has yet. */
export function waitFor(change: Omit<Tracked, 'instances'>, alive: readonly Applied[]): Tracked {
  const none = { deliveredMs: null, confirmedMs: null, effectiveMs: null };
  const instances = new Map(
    alive.map(({ id, service, revision, proof }) => [id, { service, revision, proof, ...none }]),
  );
  return { ...change, instances };
}

/** As `waitFor`, with what the instances have confirmed already. */
export function begin(
  change: Omit<Tracked, 'instances'>,
  alive: readonly Applied[],
  serverRevision: number,
): Tracked {
  return confirmAll(waitFor(change, alive), alive, serverRevision);
}

/**
 * Takes what instances tell; the same object where none has anything to add. A revision that this server never gave confirms
 * nothing. Many at once cost as much as one.
 */
export function confirmAll(tracked: Tracked, all: readonly Applied[], serverRevision: number): Tracked {
  return withInstances(
    tracked,
    all.flatMap((applied) => {
      const known = tracked.instances.get(applied.id);
      if (known === undefined || applied.revision > serverRevision) return [];
      return [[applied.id, proofOf(tracked, known, applied)] as const];
    }),
  );
}

function proofOf(tracked: Tracked, known: InstanceProof, applied: Applied): InstanceProof {
  const took = (at: number) => Math.max(0, Math.round(at - tracked.acceptedAt));
  const reached = (mark: Mark | undefined) =>
    mark !== undefined && mark.revision >= tracked.revision ? took(mark.at) : null;
  const held = reached({ revision: applied.revision, at: applied.appliedAt });
  return {
    ...known,
    revision: known.confirmedMs === null && held !== null ? applied.revision : known.revision,
    proof: known.confirmedMs === null ? applied.proof : known.proof,
    deliveredMs: known.deliveredMs ?? reached(applied.delivered),
    confirmedMs: known.confirmedMs ?? held,
    effectiveMs: known.effectiveMs ?? reached(applied.effective?.get(tracked.flag)),
  };
}

/** As `confirmAll`, of one instance, for a kill that is kept in the journal: it has no revision of its own, but an id that instances report. */
export function confirmOverride(tracked: Tracked, overrideId: string, applied: Applied): Tracked {
  const known = tracked.instances.get(applied.id);
  if (known === undefined) return tracked;
  const took = (at: number | undefined) =>
    at !== undefined && at >= tracked.acceptedAt ? Math.round(at - tracked.acceptedAt) : null;
  const sentMs = took(applied.delivered?.at);
  const heldMs = applied.proof === 'stream' ? sentMs : took(applied.overrides?.get(overrideId));
  return withInstance(tracked, applied.id, {
    ...known,
    deliveredMs: known.deliveredMs ?? sentMs,
    confirmedMs: known.confirmedMs ?? heldMs,
  });
}

/** Takes over confirmations that were heard before the change had its revision. */
export function credit(tracked: Tracked, heldMs: Readonly<Record<string, number>>): Tracked {
  return Object.entries(heldMs).reduce((credited, [id, confirmedMs]) => {
    const known = credited.instances.get(id);
    return known === undefined
      ? credited
      : withInstance(credited, id, { ...known, confirmedMs: earliest(known.confirmedMs, confirmedMs) });
  }, tracked);
}

/** What both know. */
export function merge(own: Tracked, other: Tracked): Tracked {
  const instances = [...own.instances].map(([id, instance]) => {
    const elsewhere = other.instances.get(id);
    return [id, elsewhere === undefined ? instance : both(instance, elsewhere)] as const;
  });
  return { ...own, instances: new Map(instances) };
}

/** Milliseconds until the last instance confirmed; null while one has not. Nobody to wait for is confirmed at once. */
export function confirmedMs(tracked: Tracked): number | null {
  const all = [...tracked.instances.values()].map((instance) => instance.confirmedMs);
  return all.includes(null) ? null : Math.max(0, ...all.map(Number));
}

/** What is known of an instance now, for those who read the proof. */
export interface Look {
  isSilent(instanceId: string): boolean;
  /** Whether it holds a revision that this server never gave. */
  isAhead(instanceId: string): boolean;
}

/** What is shown; `silent` names those that are no longer heard of. */
export function toPropagation(tracked: Tracked, look: Look): Propagation {
  const instances = [...tracked.instances]
    .map(([id, instance]) => ({
      id,
      ...instance,
      idle: instance.confirmedMs !== null && instance.effectiveMs === null,
      ...(instance.confirmedMs === null && look.isSilent(id) ? { silent: true } : {}),
      ...(instance.confirmedMs === null && look.isAhead(id) ? { ahead: true } : {}),
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

function withInstance(tracked: Tracked, id: string, next: InstanceProof): Tracked {
  return withInstances(tracked, [[id, next]]);
}

function withInstances(tracked: Tracked, all: readonly (readonly [string, InstanceProof])[]): Tracked {
  const changed = all.filter(([id, next]) => differs(tracked.instances.get(id), next));
  return changed.length === 0
    ? tracked
    : { ...tracked, instances: new Map([...tracked.instances, ...changed]) };
}

function differs(known: InstanceProof | undefined, next: InstanceProof): boolean {
  return (
    known === undefined ||
    known.deliveredMs !== next.deliveredMs ||
    known.confirmedMs !== next.confirmedMs ||
    known.effectiveMs !== next.effectiveMs
  );
}

function both(one: InstanceProof, other: InstanceProof): InstanceProof {
  const first = one.confirmedMs === null && other.confirmedMs !== null ? other : one;
  return {
    ...first,
    deliveredMs: earliest(one.deliveredMs, other.deliveredMs),
    confirmedMs: earliest(one.confirmedMs, other.confirmedMs),
    effectiveMs: earliest(one.effectiveMs, other.effectiveMs),
  };
}

function earliest(one: number | null, other: number | null): number | null {
  if (one === null || other === null) return one ?? other;
  return Math.min(one, other);
}
