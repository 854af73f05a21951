import type { Policy, PutPolicy, UnsetPolicy } from '../contract/policy.ts';
import { type Actor, requireRole } from '../domain/access/actor.ts';
import { OpsError } from '../domain/ops-error.ts';
import { checkPolicy } from '../domain/policy/check-policy.ts';
import { policyFlagOf } from '../domain/policy/policy-flag.ts';
import { policyText, policyVersion } from '../domain/policy/policy-text.ts';
import type { ChangeLedger } from './change-ledger.ts';
import type { InstanceRegistry } from './instance-registry.ts';
import { intend } from './intend.ts';
import type { FlagAuthor, FlagEngine } from './ports/flag-engine.ts';
import type { PolicyRecord, Store, StoreWithTransactions } from './ports/store.ts';
import type { Turns } from './turns.ts';

/** The name of the one variant of a policy flag. */
const variant = 'policy';

/** What policies need. */
export interface PolicyDeps {
  store: StoreWithTransactions;
  engine: FlagEngine;
  ledger: ChangeLedger;
  registry: InstanceRegistry;
  authorOf(actor: Actor): Promise<FlagAuthor>;
  push(): Promise<void>;
  now: () => number;
  /** Whoever waits for a policy's lock holds a connection: only one of this process does. */
  turns: Turns;
}

/** The guarded calls that instances report, and everything that is set over them. */
export async function listPolicies(deps: Pick<PolicyDeps, 'store' | 'registry' | 'now'>): Promise<Policy[]> {
  const records = await deps.store.policies.list();
  const guarded = deps.registry
    .list(deps.now())
    .flatMap(({ service, guards }) => guards.map(({ dependency }) => ({ service, dependency })));
  const places = new Map(
    [...guarded, ...records].map(({ service, dependency }) => [
      policyFlagOf(service, dependency),
      { service, dependency },
    ]),
  );
  return [...places.values()]
    .sort((a, b) => a.service.localeCompare(b.service) || a.dependency.localeCompare(b.dependency))
    .map((place) => show(deps, place, records));
}

/** One of them, by its flag; undefined where nobody calls and nothing is set. */
export async function findPolicy(
  deps: Pick<PolicyDeps, 'store' | 'registry' | 'now'>,
  flag: string,
): Promise<Policy | undefined> {
  return (await listPolicies(deps)).find((policy) => policy.flag === flag);
}

/** Sets a policy over the code until its time is over; throws `policy.invalid` and `policy.step_too_big`. */
export async function setPolicy(
  deps: PolicyDeps,
  actor: Actor,
  place: { service: string; dependency: string },
  { settings, reason, ttlS, confirmStep = false }: PutPolicy,
): Promise<Policy> {
  requireRole(actor, 'release-manager');
  const flag = policyFlagOf(place.service, place.dependency);
  const author = await deps.authorOf(actor);
  const record = await inTurn(deps, flag, async (store) => {
    const before = await store.policies.find(flag);
    checkPolicy(settings, before?.override.settings ?? {}, confirmStep);
    const at = deps.now();
    const override = {
      settings,
      ...(confirmStep && { confirmStep }),
      reason,
      setBy: actor.name,
      setAt: new Date(at).toISOString(),
      expiresAt: new Date(at + ttlS * 1000).toISOString(),
    };
    const after = { flag, ...place, override };
    await store.policies.save(after);
    await store.audit.record({
      actor: actor.name,
      action: 'policy.set',
      target: flag,
      reason,
      before: before?.override ?? null,
      after: override,
    });
    await intend(deps, author, flag, reason);
    const title = `Policy of ${place.service} towards ${place.dependency}`;
    await deps.engine.setValue(
      { key: flag, title, variant, json: policyText(settings, confirmStep) },
      author,
    );
    await store.signal({ kind: 'policy', id: flag });
    return after;
  });
  await Promise.all([deps.push(), deps.ledger.tell()]);
  return show(deps, place, [record]);
}

/** Back to what the code says; throws `policy.unknown` where nothing is set. */
export async function unsetPolicy(
  deps: PolicyDeps,
  actor: Actor,
  place: { service: string; dependency: string },
  { reason }: UnsetPolicy,
): Promise<Policy> {
  requireRole(actor, 'release-manager');
  const flag = policyFlagOf(place.service, place.dependency);
  const record = await deps.store.policies.find(flag);
  if (record === undefined) {
    throw new OpsError(
      'policy.unknown',
      `Nothing is set for ${place.service} towards ${place.dependency}: it is as the code says already.`,
    );
  }
  await remove(deps, record, await deps.authorOf(actor), reason);
  return show(deps, place, []);
}

/** Takes away what has outlived its time. */
export async function expirePolicies(
  deps: Omit<PolicyDeps, 'authorOf'> & { author: FlagAuthor },
): Promise<void> {
  for (const record of await deps.store.policies.list()) {
    const { setBy, expiresAt } = record.override;
    if (deps.now() < Date.parse(expiresAt)) continue;
    await remove(deps, record, deps.author, `the time that ${setBy} set is over`, record.override.setAt);
  }
}

async function remove(
  deps: Pick<PolicyDeps, 'store' | 'engine' | 'ledger' | 'push' | 'now' | 'turns'>,
  { flag }: PolicyRecord,
  author: FlagAuthor,
  reason: string,
  onlySetAt?: string,
): Promise<void> {
  await inTurn(deps, flag, async (store) => {
    const record = await store.policies.find(flag);
    if (record === undefined || (onlySetAt !== undefined && record.override.setAt !== onlySetAt)) return;
    await intend(deps, author, flag, reason);
    await deps.engine.setEnabled(flag, false, author);
    await store.policies.remove(flag);
    await store.audit.record({
      actor: author.name,
      action: 'policy.unset',
      target: flag,
      reason,
      before: record.override,
    });
    await store.signal({ kind: 'policy', id: flag });
  });
  await Promise.all([deps.push(), deps.ledger.tell()]);
}

function inTurn<Result>(
  { store, turns }: Pick<PolicyDeps, 'store' | 'turns'>,
  flag: string,
  work: (within: Store) => Promise<Result>,
): Promise<Result> {
  return turns.take(() =>
    store.transaction(async (within) => {
      await within.policies.lock(flag);
      return work(within);
    }),
  );
}

function show(
  { registry, now }: Pick<PolicyDeps, 'registry' | 'now'>,
  { service, dependency }: { service: string; dependency: string },
  records: readonly PolicyRecord[],
): Policy {
  const flag = policyFlagOf(service, dependency);
  const own = registry
    .list(now())
    .filter((one) => one.service === service)
    .map(({ guards }) => guards.filter((guard) => guard.dependency === dependency))
    .filter((guards) => guards.length > 0);
  const override = records.find((record) => record.flag === flag)?.override ?? null;
  return {
    service,
    dependency,
    flag,
    override: override && { ...override, version: policyVersion(override.settings, override.confirmStep) },
    guards: [...new Set(own.flat().map(({ name }) => name))].sort(),
    instances: own.length,
  };
}
