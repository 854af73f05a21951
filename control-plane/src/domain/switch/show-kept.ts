import type { Switch } from '../../contract/switch.ts';
import type { Keeping } from './keeping.ts';
import { beginKill, showTerm } from './kill-term.ts';
import { showRestore } from './restore.ts';

/** How far a switch's flag reaches; undefined for a flag that is not there. */
export type FlagReach = { enabled: boolean; percent: number } | undefined;

/** The last kill or restore of a switch. */
interface LastFlip {
  at: string;
  by: string;
  reason: string | null;
}

/**
 * A switch's state. The flag decides, for it is what the SDKs follow; the keeping says what is under way. A flag that is
 * not there counts as LIVE, as it does in the SDKs.
 */
export function showKept(
  reach: FlagReach,
  keeping: Keeping | null,
  flip: LastFlip | undefined,
): Pick<Switch, 'state' | 'percent' | 'term' | 'restore'> {
  const none = { term: null, restore: null };
  if (reach === undefined) return { state: 'LIVE', percent: 100, ...none };
  if (!reach.enabled) {
    const kill = keeping?.kind === 'killed' ? keeping : flip && beginKill(flip, Date.parse(flip.at));
    return { state: 'KILLED', percent: 0, term: kill ? showTerm(kill) : null, restore: null };
  }
  const { percent } = reach;
  if (percent >= 100) return { state: 'LIVE', percent: 100, ...none };
  if (keeping?.kind === 'drill') return { state: 'DRILL', percent, ...none };
  return {
    state: 'RESTORING',
    percent,
    term: null,
    restore: keeping?.kind === 'restoring' ? showRestore(keeping) : null,
  };
}
