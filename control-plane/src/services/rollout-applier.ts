import { fold, percentOfState } from '../domain/rollout/fold.ts';
import type { RolloutFact } from '../domain/rollout/rollout.ts';
import type { ChangeLedger } from './change-ledger.ts';
import { intend } from './intend.ts';
import type { FlagAuthor, FlagEngine } from './ports/flag-engine.ts';
import type { RolloutRecord, StoreWithTransactions } from './ports/store.ts';

/** What bringing rollouts to the flag engine needs. */
export interface ApplierDeps {
  store: StoreWithTransactions;
  engine: FlagEngine;
  ledger: ChangeLedger;
  authorOf(name: string): Promise<FlagAuthor>;
  push(): Promise<void>;
  now: () => number;
}

/** Facts that change what users see. */
const moving: readonly RolloutFact['kind'][] = ['stage_entered', 'rolled_back'];

/**
 * Brings what has happened to a rollout to the flag engine, once; after a crash in between it is done again, which is
 * harmless.
 */
export async function applyRollout(deps: ApplierDeps, id: string): Promise<void> {
  const hasMoved = await deps.store.transaction(async (store) => {
    await store.rollouts.lock(id);
    const record = await store.rollouts.find(id);
    if (record === undefined || record.applied >= record.facts.length) return false;
    const due = record.facts.slice(record.applied);
    const last = due.findLast(({ kind }) => moving.includes(kind));
    if (last !== undefined) await move(deps, record, due, last);
    await store.rollouts.setApplied(id, record.facts.length);
    return last !== undefined;
  });
  if (hasMoved) await Promise.all([deps.push(), deps.ledger.tell()]);
}

async function move(
  deps: ApplierDeps,
  record: RolloutRecord,
  due: RolloutFact[],
  last: RolloutFact,
): Promise<void> {
  const { engine } = deps;
  const { flag, stickiness } = record.plan;
  const author = await deps.authorOf(last.actor);
  const percent = percentOfState(record.plan, fold(record.plan, record.facts));
  const reasons = due.flatMap((fact) => ('reason' in fact ? [fact.reason] : []));
  await intend(deps, author, flag, reasons.at(-1) ?? null, { kind: 'rollout' });
  if (last.kind === 'rolled_back') {
    // Off first: that alone already reaches every user.
    await engine.setEnabled(flag, false, author);
    await engine.setShare(flag, 0, stickiness, author);
    return;
  }
  // Only a start turns the flag on: a flag that somebody turned off on the way stays off. Both at once, so that nobody
  // who looks in between takes the flag for on at the share that is only being prepared.
  if (due.some(({ kind }) => kind === 'started'))
    await engine.flipTogether([{ flag, enabled: true, percent, stickiness }], author);
  else await engine.setShare(flag, percent, stickiness, author);
}
