import type { Access } from '../services/access.ts';
import { listSwitchesAnyway } from '../services/kill-anyway.ts';
import type { Following } from './following.ts';
import { type Ground, rereadEveryMs } from './ground.ts';

/** Remembers what must be known while Postgres is away, and makes the kills of the journal ordinary ones once it is there. */
export async function followDatabase({ watch, warn, onClose }: Ground, { reads }: Following, access: Access) {
  const { outage } = reads;
  const remember = async () => {
    if (!watch.isAway) await Promise.all([access.remember(), listSwitchesAnyway(reads)]);
  };
  await remember();
  await outage.load();
  await outage.reconcile().catch(warn('kills of the journal could not be stored yet'));
  watch.afterLook(() => {
    const work = watch.isAway ? outage.load() : outage.reconcile();
    work.catch(warn('kills of the journal could not be stored yet'));
  });
  const timer = setInterval(() => remember().catch(warn('what is known could not be read')), rereadEveryMs);
  onClose(() => clearInterval(timer));
}
