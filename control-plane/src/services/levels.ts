import type { LevelChanged, LevelReport, LevelRequest, LevelResult, LevelStatus } from '../contract/level.ts';
import { type Actor, requireRole } from '../domain/access/actor.ts';
import type { Held, LevelState, LevelWish } from '../domain/level/level-state.ts';
import {
  keepingAfter,
  type LevelPlan,
  listLevels,
  planLevel,
  type Standing,
  stateAfter,
} from '../domain/level/plan-level.ts';
import { OpsError } from '../domain/ops-error.ts';
import { beginKill } from '../domain/switch/kill-term.ts';
import { showKept } from '../domain/switch/show-kept.ts';
import type { FlipDeps } from './flip-switch.ts';
import { intend } from './intend.ts';
import type { FlagAuthor, Flip } from './ports/flag-engine.ts';
import type { Store, StoreWithTransactions } from './ports/store.ts';
import { switchStickiness } from './restore-steps.ts';
import type { Turns } from './turns.ts';

/** What changing the degrade level needs. */
export type LevelDeps = Omit<FlipDeps, 'store'> & {
  store: StoreWithTransactions;
  /** Whoever waits for the level's lock holds a connection: only one of this process does. */
  turns: Turns;
};

/** What carrying a change out needs. */
type CarryDeps = Pick<LevelDeps, 'store' | 'engine' | 'ledger' | 'push' | 'now' | 'turns'>;

/** A change that is this old was left behind by a crash, in milliseconds. */
const leftBehindMs = 10_000;

/** Where the system stands. */
export async function readLevel(store: Store): Promise<LevelStatus> {
  return show(await store.level.read(), await store.catalogue.listLevels());
}

/**
 * Brings the system to a level: all of its switches in one change, best effort for each where that fails. Throws
 * `level.confirm_mismatch` unless whoever lowers it typed the level out.
 */
export async function changeLevel(
  deps: LevelDeps,
  actor: Actor,
  { level, reason, confirm }: LevelRequest,
): Promise<LevelChanged> {
  requireRole(actor, 'responder');
  const author = await deps.authorOf(actor);
  const defined = listLevels(await deps.store.catalogue.listLevels());
  if (!defined.some(({ id }) => id === level)) {
    const known = defined.map(({ id }) => id).join(', ');
    throw new OpsError('level.unknown', `There is no level ${level} here. Known levels: ${known}.`);
  }
  const report = await inTurn(deps, async (within) => {
    const before = await within.level.read();
    if (level < before.current && confirm !== level) {
      throw new OpsError(
        'level.confirm_mismatch',
        `To lower the level, type it out as confirm: expected "${level}", got ${confirm === undefined ? 'nothing' : `"${confirm}"`}.`,
      );
    }
    const wish = { to: level, at: new Date(deps.now()).toISOString(), by: author.name, reason };
    // Kept outside of this transaction, so that a crash on the way is found.
    await deps.store.level.save({ ...before, pending: wish });
    return carryOut(deps, before, wish, author);
  });
  return { status: await readLevel(deps.store), report };
}

/** Carries out a change that a crash has cut off. */
export async function resumeLevel(
  deps: CarryDeps & { authorNamed(name: string): Promise<FlagAuthor> },
): Promise<void> {
  const { pending } = await deps.store.level.read();
  if (pending === null || deps.now() - Date.parse(pending.at) < leftBehindMs) return;
  await inTurn(deps, async (within) => {
    const before = await within.level.read();
    if (before.pending === null) return;
    await carryOut(deps, before, before.pending, await deps.authorNamed(before.pending.by));
  });
}

/** Two people who change the level at the same moment follow each other: the lock is held until all is done. */
function inTurn<Result>(
  { store, turns }: CarryDeps,
  work: (within: Store) => Promise<Result>,
): Promise<Result> {
  return turns.take(() =>
    store.transaction(async (within) => {
      await within.level.lock();
      return work(within);
    }),
  );
}

async function carryOut(
  deps: CarryDeps,
  before: LevelState,
  wish: LevelWish,
  author: FlagAuthor,
): Promise<LevelReport> {
  const { store } = deps;
  const defined = await store.catalogue.listLevels();
  const plan = planLevel(wish.to, defined, before.held, await readStanding(deps, before, defined));
  // What goes back to what is known before anything is killed.
  const held = [
    ...before.held.filter(({ key }) => !plan.kills.some((kill) => kill.key === key)),
    ...plan.kills,
  ];
  await store.level.save({ ...before, held, pending: wish });
  const flipped = await flipAll(deps, plan, wish, author);
  await Promise.all([deps.push(), deps.ledger.tell()]);
  const results = [...flipped, ...plan.stays].sort((a, b) => a.key.localeCompare(b.key));
  const failed = new Set(results.filter(({ result }) => result === 'failed').map(({ key }) => key));
  const kept = held.filter((one) => {
    if (plan.kills.includes(one)) return !failed.has(one.key);
    return plan.returns.includes(one) ? failed.has(one.key) : isWanted(one.key, wish, defined);
  });
  const { to, at, by, reason } = wish;
  const report = { from: before.current, to, at, by, reason, results, failed: failed.size };
  const after = {
    current: to,
    changedAt: at,
    changedBy: by,
    reason,
    held: kept,
    lastReport: report,
    pending: null,
  };
  await store.transaction(async (within) => {
    await within.level.save(after);
    await within.audit.record({
      actor: by,
      action: 'level.change',
      target: to,
      reason,
      before: { level: before.current },
      after: { level: to, results },
    });
    for (const { key } of results) await within.signal({ kind: 'switch', id: key });
    await within.signal({ kind: 'level', id: '' });
  });
  return report;
}

function isWanted(
  key: string,
  { to }: LevelWish,
  defined: readonly { id: string; adds: string[] }[],
): boolean {
  return defined.some(({ id, adds }) => id <= to && adds.includes(key));
}

async function readStanding(
  { store, engine }: CarryDeps,
  { held }: LevelState,
  defined: readonly { adds: string[] }[],
): Promise<Map<string, Standing>> {
  const keys = [...new Set([...defined.flatMap(({ adds }) => adds), ...held.map(({ key }) => key)])];
  const [reach, kept] = await Promise.all([engine.listReach(keys), store.keeping.list()]);
  return new Map(
    keys.flatMap((key) => {
      const known = reach.get(key);
      if (known === undefined) return [];
      const keeping = kept.get(key)?.keeping ?? null;
      const { state } = showKept(known, keeping, undefined);
      return [[key, { state, percent: known.percent, keeping }]];
    }),
  );
}

/** All flips in one transaction of the flag engine, or, where that fails, each by itself. */
async function flipAll(
  deps: CarryDeps,
  plan: LevelPlan,
  wish: LevelWish,
  author: FlagAuthor,
): Promise<LevelResult[]> {
  const moves = [
    ...plan.kills.map((held) => ({ held, flip: { flag: held.key, enabled: false } satisfies Flip })),
    ...plan.returns.map((held) => ({
      held,
      flip: { flag: held.key, enabled: true, percent: stateAfter(held).percent } satisfies Flip,
    })),
  ];
  if (moves.length === 0) return [];
  const { store, engine, now } = deps;
  const killOf = (held: Held) =>
    beginKill({ by: author.name, reason: wish.reason, level: held.level }, now());
  for (const { held, flip } of moves) {
    const reason = `level ${wish.to}: ${wish.reason}`;
    await intend(deps, author, held.key, reason);
    if (!flip.enabled) await store.keeping.put(held.key, killOf(held));
  }
  const flips = moves.map(({ flip }) => flip);
  const together = await engine.flipTogether(flips, author).then(
    () => true,
    () => false,
  );
  const results: LevelResult[] = [];
  for (const { held, flip } of moves) {
    const failure = together ? null : await flipAlone(deps, flip, author);
    const isReturn = flip.enabled && failure === null;
    results.push(isReturn ? await keepReturn(deps, held, author) : resultOf(held, flip, failure));
    if (!flip.enabled && failure !== null) await store.keeping.put(held.key, held.keeping);
  }
  return results;
}

/** Keeps what was before of a switch that is on again; one that somebody has killed by hand meanwhile is off again. */
async function keepReturn(deps: CarryDeps, held: Held, author: FlagAuthor): Promise<LevelResult> {
  const { store, engine, now } = deps;
  const { key } = held;
  const kept = await store.keeping.find(key);
  if (kept?.keeping?.kind === 'killed' && kept.keeping.level === null) {
    await engine.setEnabled(key, false, author);
    return {
      ...{ key, from: 'KILLED', to: 'KILLED', result: 'unchanged' },
      detail: 'somebody has killed it by hand: it stays killed',
    };
  }
  const isKept = await store.keeping.replace(key, kept?.version ?? 0, keepingAfter(held, now()));
  return isKept ? resultOf(held, { flag: key, enabled: true }, null) : keepReturn(deps, held, author);
}

/** Resolves to why it failed; null where it did not. */
async function flipAlone({ engine }: CarryDeps, flip: Flip, author: FlagAuthor): Promise<string | null> {
  try {
    if (flip.percent !== undefined) await engine.setShare(flip.flag, flip.percent, switchStickiness, author);
    await engine.setEnabled(flip.flag, flip.enabled, author);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function resultOf(held: Held, { enabled }: Flip, failure: string | null): LevelResult {
  const { key, before } = held;
  const [from, to] = enabled ? (['KILLED', stateAfter(held).state] as const) : ([before, 'KILLED'] as const);
  if (failure !== null) return { key, from, to: from, result: 'failed', detail: failure };
  return { key, from, to, result: 'changed', detail: null };
}

function show(state: LevelState, defined: Parameters<typeof listLevels>[0]): LevelStatus {
  const { pending: _pending, held, ...rest } = state;
  return {
    ...rest,
    levels: listLevels(defined),
    held: held.map(({ key, before, level }) => ({ key, before, level })),
  };
}
