import { LeaderLock } from '../adapters/postgres/leader-lock.ts';
import type { Flags } from '../adapters/unleash/open-flags.ts';
import { machineAuthor } from '../adapters/unleash/people.ts';
import type { ChangeLedger } from '../services/change-ledger.ts';
import { ClockWork } from '../services/clock-work.ts';
import type { DetectorWatch } from '../services/detector-watch.ts';
import { moveRollouts } from '../services/move-rollouts.ts';
import { applyRollout } from '../services/rollout-applier.ts';
import type { RolloutDeps } from '../services/rollouts.ts';
import type { Ground } from './ground.ts';

/** Rollouts, and the clock that moves them on one replica at a time. */
export function openRollouts(
  ground: Ground,
  flags: Flags,
  ledger: ChangeLedger,
  detectorWatch: DetectorWatch,
) {
  const { store, now, database, warn, onClose } = ground;
  const { engine, push } = flags;
  const authorOf = async (name: string) => {
    const user = await store.people.findUser(name);
    return user ? flags.people.authorOf(user) : machineAuthor(name);
  };
  const apply = (id: string) => applyRollout({ store, engine, ledger, authorOf, push, now }, id);
  const deps: RolloutDeps = { store, engine, now, watch: () => detectorWatch.watch, apply };
  const begin = async () => {
    await detectorWatch.ask();
    const leader = new LeaderLock(database, 'breakwater.rollouts');
    onClose(() => leader.close());
    const clock = new ClockWork({
      leads: () => leader.holds(),
      duties: [() => moveRollouts(deps)],
      onError: warn('rollouts could not be moved'),
    });
    onClose(() => clock.close());
  };
  return { deps, authorOf, begin };
}
