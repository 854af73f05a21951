import { topics } from '@breakwater/anomaly-detector/contract';
import { changeOf, type FlagEvent, isPreparation } from '../domain/change/flag-event.ts';
import { begin, credit, type Tracked } from '../domain/propagation/propagation.ts';
import type { InstanceRegistry } from './instance-registry.ts';
import { linkFlip } from './link-flip.ts';
import type { Store, StoredChange, StoreWithTransactions } from './ports/store.ts';
import type { PropagationTracker } from './propagation-tracker.ts';
import { SingleFlight } from './single-flight.ts';
import { toChangeEvent } from './to-change-event.ts';

/** What the ledger works with. */
export interface LedgerDeps {
  store: StoreWithTransactions;
  environment: string;
  registry: InstanceRegistry;
  tracker: PropagationTracker;
  /** The newest revision that this server knows. */
  revision: () => number;
  now: () => number;
}

/**
 * Turns each event of the flag engine that alters anything into exactly one change, whoever caused it: stored, audited, queued for
 * the bus, linked to the incidents that it answers, and followed until every instance has confirmed it.
 */
export class ChangeLedger {
  readonly #deps: LedgerDeps;
  readonly #runs: SingleFlight<void>;

  constructor(deps: LedgerDeps) {
    this.#deps = deps;
    this.#runs = new SingleFlight(() => this.#tell());
  }

  /** Resolves once every event that was stored before this call is told. */
  tell(): Promise<void> {
    return this.#runs.run();
  }

  async #tell(): Promise<void> {
    const { store, tracker } = this.#deps;
    const begun = await store.transaction(async (within) => {
      await within.flagEvents.lock();
      const { events, position, seen } = await within.flagEvents.listUntold();
      const followed: Tracked[] = [];
      for (const event of events) followed.push(...(await this.#tellOne(within, event)));
      if (position > seen) await within.flagEvents.advance(position);
      return followed;
    });
    for (const tracked of begun) tracker.follow(tracked);
  }

  async #tellOne(store: Store, event: FlagEvent): Promise<Tracked[]> {
    const { environment, registry, revision, now } = this.#deps;
    const intent = await store.intents.find(event.flag, event.actor, event.at);
    const reach = await store.flagEvents.reachAt(event);
    const services = await store.changes.listServicesOfFlag(event.flag);
    const facts = { ...reach, services, inRollout: intent?.kind === 'rollout' };
    if (isPreparation(event, facts)) return [];
    const change: StoredChange = {
      ...changeOf(event, facts, environment),
      unleashEventId: event.id,
      reason: intent?.reason ?? null,
      incidentId: intent?.incidentId ?? null,
    };
    if (!(await store.changes.insert(change))) return [];
    await store.audit.record({
      actor: change.actor,
      action: `${reach.isSwitch ? 'switch' : 'flag'}.${change.effect}`,
      target: change.target,
      reason: change.reason,
      ...difference(change, event, intent?.journal ? intent.at : undefined),
    });
    await publishChange(store, change, environment);
    await linkFlip(store, change);
    const acceptedAt = (intent?.at ?? event.at).getTime();
    const begun = begin(
      { changeId: change.id, flag: change.target, revision: event.id, acceptedAt },
      registry.listAlive(environment, now()),
      Math.max(event.id, revision()),
    );
    const journal = intent?.journal;
    const tracked = journal ? credit(begun, journal.heldMs) : begun;
    await store.propagations.insert(tracked);
    if (journal) await store.journal.settle({ id: journal.id, revision: event.id, changeId: change.id });
    if (reach.isSwitch) await store.signal({ kind: 'switch', id: change.target });
    return [tracked];
  }
}

/** What the audit keeps of a change. */
function difference(
  change: StoredChange,
  event: FlagEvent,
  journaledAt: Date | undefined,
): { before: unknown; after: unknown } {
  const after = { title: change.title, exposure: change.exposure, ...(journaledAt && { journaledAt }) };
  if (change.effect === 'kill') return { before: { state: 'LIVE' }, after: { state: 'KILLED', ...after } };
  if (change.effect === 'restore') return { before: { state: 'KILLED' }, after: { state: 'LIVE', ...after } };
  return { before: event.before, after };
}

/** Queues a change for the bus and shows it to those who watch. */
export async function publishChange(store: Store, change: StoredChange, environment: string): Promise<void> {
  const data = toChangeEvent(change);
  await store.outbox.add({
    topic: topics.changes,
    key: environment,
    eventId: change.id,
    type: 'ops.change',
    data,
  });
  await store.signal({ kind: 'change', id: change.id });
}
