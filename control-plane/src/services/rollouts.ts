import { randomUUID } from 'node:crypto';
import type { CreateRollout, Rollout, RolloutAction, RolloutStatus } from '../contract/rollout.ts';
import { type Actor, requireRole } from '../domain/access/actor.ts';
import { OpsError } from '../domain/ops-error.ts';
import { decide, type RolloutCommand } from '../domain/rollout/decide.ts';
import { fold } from '../domain/rollout/fold.ts';
import type { RolloutFact, RolloutPlan } from '../domain/rollout/rollout.ts';
import { describe, toRollout } from '../domain/rollout/show.ts';
import { type Watch, whyHold } from '../domain/rollout/why-hold.ts';
import type { FlagEngine } from './ports/flag-engine.ts';
import type { RolloutRecord, Store, StoreWithTransactions } from './ports/store.ts';

/** What rollouts need. */
export interface RolloutDeps {
  store: StoreWithTransactions;
  engine: FlagEngine;
  now: () => number;
  watch(): Watch;
  /** Brings what a rollout says to the flag engine. */
  apply(id: string): Promise<void>;
}

/** What people may ask of a rollout. */
export type Verb = 'start' | 'pause' | 'resume' | 'roll_back' | 'discard';

/** Letting more users in needs more than letting fewer in. */
const leastRole = {
  start: 'release-manager',
  resume: 'release-manager',
  pause: 'responder',
  roll_back: 'responder',
  discard: 'responder',
} as const;

const finished: readonly RolloutStatus[] = ['rolled_back', 'completed', 'discarded'];

/** Whether a rollout has come to its end, one way or another. */
export const isFinished = (status: RolloutStatus): boolean => finished.includes(status);

/** Newest first. */
export async function listRollouts(store: Store): Promise<Rollout[]> {
  return (await store.rollouts.list()).map(({ plan, facts }) => toRollout(plan, facts));
}

/** Throws `rollout.unknown`. */
export async function getRollout(store: Store, id: string): Promise<Rollout> {
  const { plan, facts } = await getRecord(store, id);
  return toRollout(plan, facts);
}

/** Plans a climb; throws `flag.unknown`, and `rollout.exists` while another one of the flag is not finished. */
export async function createRollout(
  deps: RolloutDeps,
  actor: Actor,
  request: CreateRollout,
): Promise<Rollout> {
  requireRole(actor, 'release-manager');
  await requireReleaseFlag(deps.engine, request.flag);
  const createdAt = new Date(deps.now()).toISOString();
  const plan: RolloutPlan = { ...request, id: randomUUID(), createdBy: actor.name, createdAt };
  const facts: RolloutFact[] = [{ kind: 'created', at: createdAt, actor: actor.name }];
  await deps.store.transaction(async (store) => {
    await store.rollouts.lock(`flag ${request.flag}`);
    await requireNoOther(store, request.flag);
    await store.rollouts.insert(plan);
    await store.rollouts.append(plan.id, 0, facts);
    await store.rollouts.setApplied(plan.id, facts.length);
    await store.audit.record({
      actor: actor.name,
      action: 'rollout.create',
      target: plan.flag,
      after: request,
    });
    await store.signal({ kind: 'rollout', id: plan.id });
  });
  return toRollout(plan, facts);
}

/** Start, pause, resume, roll back or discard; throws `rollout.*` where it may not. */
export async function actOnRollout(
  deps: RolloutDeps,
  actor: Actor,
  id: string,
  verb: Verb,
  { reason, confirmKey }: RolloutAction,
): Promise<Rollout> {
  requireRole(actor, leastRole[verb]);
  const after = await deps.store.transaction(async (store) => {
    await store.rollouts.lock(id);
    const record = await getRecord(store, id);
    const asked = { actor: actor.name, reason };
    const command: RolloutCommand =
      verb === 'start' || verb === 'resume'
        ? { kind: verb, ...asked, confirmKey, hold: await holdOf(deps, store, record, true) }
        : { kind: verb, ...asked };
    const facts = decide(command, record.plan, fold(record.plan, record.facts), deps.now());
    await append(store, record, facts);
    const action = `rollout.${verb}`;
    await store.audit.record({
      actor: actor.name,
      action,
      target: record.plan.flag,
      reason,
      after: { id },
    });
    return toRollout(record.plan, [...record.facts, ...facts]);
  });
  await deps.apply(id);
  return after;
}

/** Lets the clock move one rollout; resolves to whether anything happened. */
export async function tickRollout(deps: RolloutDeps, { id, flag }: RolloutPlan): Promise<boolean> {
  const isFlagOn = (await deps.engine.find(flag))?.enabled ?? false;
  return deps.store.transaction(async (store) => {
    await store.rollouts.lock(id);
    const record = await getRecord(store, id);
    const state = fold(record.plan, record.facts);
    if (state.status !== 'running' && state.status !== 'held') return false;
    const hold = await holdOf(deps, store, record, isFlagOn);
    const facts = decide({ kind: 'tick', hold }, record.plan, state, deps.now());
    await append(store, record, facts);
    return facts.length > 0;
  });
}

async function holdOf(deps: RolloutDeps, store: Store, { plan }: RolloutRecord, isFlagOn: boolean) {
  const incidents = await store.incidents.listUnresolved();
  return whyHold(plan, { incidents, watch: deps.watch(), isFlagOn });
}

async function append(
  store: Store,
  { plan, facts: before }: RolloutRecord,
  facts: RolloutFact[],
): Promise<void> {
  if (facts.length === 0) return;
  await store.rollouts.append(plan.id, before.length, facts);
  await store.signal({ kind: 'rollout', id: plan.id });
  for (const fact of facts) await tellIncident(store, plan, before, fact);
}

/** An incident's history tells which climbs it holds, and which it lets go on. */
async function tellIncident(
  store: Store,
  plan: RolloutPlan,
  before: RolloutFact[],
  fact: RolloutFact,
): Promise<void> {
  const last = before.findLast(({ kind }) => kind === 'held');
  const holding =
    fact.kind === 'held' ? fact : fact.kind === 'released' || fact.kind === 'rolled_back' ? last : undefined;
  const incidentId = holding?.kind === 'held' ? holding.hold.incidentId : null;
  if (incidentId === null || (await store.incidents.find(incidentId)) === undefined) return;
  const text = `Rollout of ${plan.flag}: ${describe(plan, fact)}`;
  await store.incidents.addEntry(incidentId, {
    at: fact.at,
    kind: 'rollout',
    text,
    actor: fact.actor,
    ref: plan.id,
  });
  await store.signal({ kind: 'incident', id: incidentId });
}

async function getRecord(store: Store, id: string): Promise<RolloutRecord> {
  const record = await store.rollouts.find(id);
  if (record !== undefined) return record;
  throw new OpsError('rollout.unknown', `There is no rollout "${id}"; GET /api/v1/rollouts lists them.`);
}

async function requireReleaseFlag(engine: FlagEngine, flag: string): Promise<void> {
  const found = await engine.find(flag);
  if (found === undefined) {
    throw new OpsError(
      'flag.unknown',
      `There is no flag "${flag}": create it under /unleash first, then plan its rollout.`,
    );
  }
  if (found.type === 'kill-switch') {
    throw new OpsError(
      'flag.unknown',
      `"${flag}" is a kill switch: it is killed and restored, not rolled out.`,
    );
  }
}

async function requireNoOther(store: Store, flag: string): Promise<void> {
  const other = (await listRollouts(store)).find((known) => known.flag === flag && !isFinished(known.status));
  if (other === undefined) return;
  throw new OpsError(
    'rollout.exists',
    `The flag ${flag} has a rollout that is ${other.status} (${other.id}): ${other.status === 'draft' ? 'start or discard it' : 'finish it or roll it back'} first.`,
  );
}
