import type { Level, LevelId, LevelResult } from '../../contract/level.ts';
import { levelIds } from '../../contract/level.ts';
import type { SwitchState } from '../../contract/switch.ts';
import type { Keeping } from '../switch/keeping.ts';
import type { Held } from './level-state.ts';

/** A switch as it stands before a change of level; `percent` is the share that its flag is set to, on or off. */
export interface Standing {
  state: SwitchState;
  percent: number;
  keeping: Keeping | null;
}

/** What a change of level does. */
export interface LevelPlan {
  kills: Held[];
  /** Switches that go back to what they were before. */
  returns: Held[];
  /** Switches that stay as they are, and why. */
  stays: LevelResult[];
}

/** A level as it is defined: what it adds to the one below. */
type Defined = Pick<Level, 'id' | 'title' | 'sheds' | 'adds'>;

/** Every level with all of its switches; L0 sheds nothing. */
export function listLevels(defined: readonly Defined[]): Level[] {
  return levelIds.flatMap((id) => {
    if (id === 'L0') return [{ id, title: 'Full service', sheds: 'nothing', adds: [], switches: [] }];
    const own = defined.find((level) => level.id === id);
    if (own === undefined) return [];
    return [
      {
        ...own,
        switches: [...new Set(defined.filter((level) => level.id <= id).flatMap(({ adds }) => adds))],
      },
    ];
  });
}

/**
 * What must be killed and what goes back for a level. A switch that was killed already is left alone, now and when the
 * level is lowered; one that people have flipped since is theirs.
 */
export function planLevel(
  to: LevelId,
  defined: readonly Defined[],
  held: readonly Held[],
  standing: ReadonlyMap<string, Standing>,
): LevelPlan {
  const wanted = new Map(
    defined.filter(({ id }) => id <= to).flatMap(({ id, adds }) => adds.map((key) => [key, id] as const)),
  );
  const plan: LevelPlan = { kills: [], returns: [], stays: [] };
  for (const [key, level] of wanted) {
    const now = standing.get(key);
    if (now === undefined) plan.stays.push(missing(key));
    else if (now.state === 'KILLED') plan.stays.push(stay(key, now, 'it is killed already'));
    else plan.kills.push({ key, level, ...(halfKilled(now, held, key) ?? asItStands(now)) });
  }
  for (const one of held) {
    if (wanted.has(one.key)) continue;
    const now = standing.get(one.key);
    if (now === undefined) plan.stays.push(missing(one.key));
    else if (halfKilled(now, held, one.key)) plan.returns.push(one);
    else if (now.state !== 'KILLED')
      plan.stays.push(stay(one.key, now, 'somebody has restored it meanwhile'));
    else if (now.keeping?.kind !== 'killed' || now.keeping.level === null)
      plan.stays.push(stay(one.key, now, 'somebody has killed it by hand: it stays killed'));
    else plan.returns.push(one);
  }
  return plan;
}

/** What a switch's keeping is once it is back; a restore goes on at its step, a drill is over. */
export function keepingAfter({ keeping }: Held, now: number): Keeping | null {
  if (keeping?.kind !== 'restoring') return null;
  const at = new Date(now).toISOString();
  return { ...keeping, begun: true, stepBeganAt: at, countsFrom: at, heldReason: null };
}

/** A switch's state and share once it is back; a drill is not taken up again. */
export function stateAfter({ before, percent }: Held): { state: SwitchState; percent: number } {
  return before === 'RESTORING' ? { state: before, percent } : { state: 'LIVE', percent: 100 };
}

type Before = Pick<Held, 'before' | 'percent' | 'keeping'>;

function asItStands({ state, percent, keeping }: Standing): Before {
  return { before: state, percent, keeping };
}

/** A crash has left a kill of a level kept and its flag on: what was before is what was held then. */
function halfKilled({ state, keeping }: Standing, held: readonly Held[], key: string): Before | undefined {
  if (state === 'KILLED' || keeping?.kind !== 'killed' || keeping.level === null) return undefined;
  const known = held.find((one) => one.key === key);
  return known && { before: known.before, percent: known.percent, keeping: known.keeping };
}

function stay(key: string, { state }: Standing, detail: string): LevelResult {
  return { key, from: state, to: state, result: 'unchanged', detail };
}

function missing(key: string): LevelResult {
  const detail = 'there is no such switch in the flag engine: seed it, or take it out of the level';
  return { key, from: 'LIVE', to: 'LIVE', result: 'failed', detail };
}
