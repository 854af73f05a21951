import type { Access } from '../services/access.ts';
import { listSwitchesAnyway } from '../services/kill-anyway.ts';
import type { Following } from './following.ts';
import { type Ground, rereadEveryMs } from './ground.ts';

const unfinished = 'the journal of kills is not all stored and cleared yet';

/** Remembers what must be known while Postgres is away, and makes the kills of the journal ordinary ones once it is there. */
export async function followDatabase({ watch, warn, onClose }: Ground, { reads }: Following, access: Access) {
  const { outage } = reads;
  const remember = async () => {
    if (!watch.isAway) await Promise.all([access.remember(), listSwitchesAnyway(reads)]);
  };
  await remember();
  await outage.load();
  await outage.reconcile().catch(warn(unfinished));
  watch.afterLook(() => {
    const work = watch.isAway ? outage.load() : outage.reconcile();
    work.catch(warn(unfinished));
  });
  const timer = setInterval(() => remember().catch(warn('what is known could not be read')), rereadEveryMs);
  onClose(() => clearInterval(timer));
}
