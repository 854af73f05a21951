import { openBus } from '@breakwater/event-bus';
import { OutboxPublisher } from '../adapters/bus/outbox-publisher.ts';
import { flagChannel } from '../adapters/postgres/flag-events.ts';
import { Notifications } from '../adapters/postgres/notifications.ts';
import { outboxChannel } from '../adapters/postgres/outbox.ts';
import { parseSignal, signalChannel } from '../adapters/postgres/signals.ts';
import type { Flags } from '../adapters/unleash/open-flags.ts';
import type { Signal } from '../services/ports/store.ts';
import type { Following } from './following.ts';
import { type Ground, rereadEveryMs } from './ground.ts';

/** Instances that were seen within this time before the start are still known after it. */
const instancesBeforeStartMs = 10 * 60_000;

/** Heartbeats of other replicas are read again this far back, for clocks differ and notifications may be late. */
const instancesOverlapMs = 10_000;

/** Hears from Postgres what any replica, or the flag engine's own pages, have written. */
export async function listenToReplicas(ground: Ground, flags: Flags, following: Following): Promise<void> {
  const { database, replica, now, warn, onClose } = ground;
  const { tracker, ledger, intake, view } = following;
  const publisher = openPublisher(ground);
  const reread = () =>
    void Promise.all([flags.push(), ledger.tell()])
      .then(() => flags.streams.tellSettled())
      .catch(warn('flags could not be read yet'));
  const takeOver = async ({ kind, id }: Signal) => {
    if (kind === 'change' || kind === 'propagation') await tracker.takeOver(id);
    if (kind === 'instances') await intake.load(new Date(now() - instancesOverlapMs));
  };
  const notifications = new Notifications(database, reread);
  notifications.on(flagChannel, reread);
  notifications.on(outboxChannel, () => publisher?.wake());
  notifications.on(signalChannel, (payload) => {
    const told = parseSignal(payload);
    view.show(told);
    if (told.from !== replica) takeOver(told).catch(warn('what another replica told could not be read'));
  });
  await notifications.open();
  onClose(() => notifications.close());
  await intake.load(new Date(now() - instancesBeforeStartMs));
  await tracker.load();
  await Promise.all([flags.push(), ledger.tell()]);
  const timer = setInterval(reread, rereadEveryMs);
  onClose(() => clearInterval(timer));
}

/** The publisher of the outbox; none where no bus is named, and the outbox waits for one. */
function openPublisher({ config, database, log, onClose }: Ground): OutboxPublisher | undefined {
  const { busUrl } = config;
  if (busUrl === undefined) {
    log.warn('no bus is named (BREAKWATER_BUS): events wait in the outbox');
    return undefined;
  }
  const publisher = new OutboxPublisher({
    database,
    open: () => openBus(busUrl, { clientId: 'control-plane', connectTimeoutMs: 5000 }),
    onAway: (error) => log.warn({ err: String(error) }, 'the bus is away: events wait in the outbox'),
    onBack: () => log.info('the bus is back'),
  });
  onClose(() => publisher.close());
  publisher.wake();
  return publisher;
}
