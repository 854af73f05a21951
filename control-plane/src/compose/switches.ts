import { LeaderLock } from '../adapters/postgres/leader-lock.ts';
import type { Flags } from '../adapters/unleash/open-flags.ts';
import { machineAuthor } from '../adapters/unleash/people.ts';
import type { Actor } from '../domain/access/actor.ts';
import { switchKeeper } from '../domain/switch/keeping.ts';
import { alertsOf, type SwitchPlace } from '../domain/switch/surroundings.ts';
import { ClockWork } from '../services/clock-work.ts';
import type { DetectorWatch } from '../services/detector-watch.ts';
import { type DrillDeps, watchDrills } from '../services/drills.ts';
import { resumeLevel } from '../services/levels.ts';
import { expirePolicies } from '../services/policies.ts';
import type { FlagAuthor } from '../services/ports/flag-engine.ts';
import { type PreviewDeps, saveFallbacks } from '../services/preview-switch.ts';
import { keepSwitches } from '../services/switch-keeper.ts';
import { Turns } from '../services/turns.ts';
import type { Following } from './following.ts';
import type { Ground } from './ground.ts';
import type { Reads } from './reads.ts';

/** Everything that flips switches, and the clock that ends kills, drills and policies on one replica at a time. */
export function openSwitches(
  { config, store, database, warn, onClose }: Ground,
  { engine, push }: Flags,
  { ledger, history, reads }: Following,
  detectorWatch: DetectorWatch,
  authorNamed: (name: string) => Promise<FlagAuthor>,
): DrillDeps & PreviewDeps & Reads & { turns: Turns } {
  const deps = {
    ...reads,
    store,
    ledger,
    history,
    detectorWatch,
    push,
    authorOf: (actor: Actor) => authorNamed(actor.name),
    alertsOn: (place: SwitchPlace) => alertsOf(place, detectorWatch.heard?.series ?? []),
    restoreStepMs: config.restoreStepMs,
    turns: new Turns(),
  };
  const kept = {
    ...deps,
    engine,
    author: machineAuthor(switchKeeper),
    authorNamed,
    watch: () => detectorWatch.watch,
  };
  const leader = new LeaderLock(database, 'breakwater.switches');
  onClose(() => leader.close());
  const clock = new ClockWork({
    leads: () => leader.holds(),
    duties: [
      () => keepSwitches(kept),
      () => watchDrills(kept),
      () => resumeLevel(kept),
      () => expirePolicies(kept),
      () => saveFallbacks(kept),
    ],
    onError: warn('switches could not be kept'),
  });
  onClose(() => clock.close());
  return deps;
}
