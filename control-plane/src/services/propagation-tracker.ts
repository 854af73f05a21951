import { confirmAll, confirmedMs, merge, type Tracked } from '../domain/propagation/propagation.ts';
import type { InstanceRegistry } from './instance-registry.ts';
import type { Confirmation, StoreWithTransactions } from './ports/store.ts';
import { SingleFlight } from './single-flight.ts';

/** Milliseconds after which a change is no longer followed: whoever has not confirmed is named as it stands. */
const followedForMs = 10 * 60_000;

/** What the tracker works with. */
export interface TrackerDeps {
  store: StoreWithTransactions;
  registry: InstanceRegistry;
  /** The newest revision that this server knows: an instance that is ahead of it confirms nothing. */
  revision: () => number;
  now: () => number;
  /** Hears of each step at once, before it is stored; `tookMs` of each instance that has confirmed with it. */
  onProgress(tracked: Tracked, tookMs: readonly number[]): void;
  onError(error: unknown): void;
}

/** Follows accepted changes: until every instance that must confirm has, and on for a while to see them take effect. */
export class PropagationTracker {
  readonly #deps: TrackerDeps;
  readonly #open = new Map<string, Tracked>();
  readonly #saves: SingleFlight<void>;
  readonly #finishing = new Set<string>();
  /** Instances that told something in this turn of the event loop: a thousand that answer a flip are looked at together. */
  readonly #heard = new Set<string>();
  #unsaved = new Map<string, Confirmation>();
  #finished: Tracked[] = [];

  constructor(deps: TrackerDeps) {
    this.#deps = deps;
    this.#saves = new SingleFlight(() => this.#save());
  }

  /** Begins to follow a change, with the confirmations that came in while it was being stored. */
  follow(tracked: Tracked): void {
    this.#open.set(tracked.changeId, tracked);
    if (this.#isFinished(tracked)) this.#finish(tracked);
    this.#confirm(tracked.changeId, tracked.instances.keys());
  }

  /** Takes what an instance has told of itself. */
  heard(instanceId: string): void {
    if (this.#heard.size === 0) setImmediate(() => this.#confirmHeard());
    this.#heard.add(instanceId);
  }

  /** Looks at every instance again: the server's revision has moved, or something was sent. */
  recheck(): void {
    for (const { changeId, instances } of [...this.#open.values()]) {
      const unproven = [...instances].flatMap(([id, { deliveredMs, confirmedMs }]) =>
        deliveredMs === null || confirmedMs === null ? [id] : [],
      );
      if (unproven.length > 0) this.#confirm(changeId, unproven);
    }
  }

  /** What is known in memory: newer than the store. */
  find(changeId: string): Tracked | undefined {
    this.#confirmHeard();
    return this.#open.get(changeId);
  }

  /** Resolves once every instance has confirmed the change, or after `timeoutMs`. */
  settled(changeId: string, timeoutMs: number): Promise<void> {
    const until = performance.now() + timeoutMs;
    return new Promise((resolve) => {
      const look = () => {
        const tracked = this.#open.get(changeId);
        const isOver = tracked === undefined || this.#isFinished(tracked) || performance.now() > until;
        if (isOver) resolve();
        else setTimeout(look, 25);
      };
      look();
    });
  }

  /** Follows on after a start. */
  async load(): Promise<void> {
    const { store, now } = this.#deps;
    for (const tracked of await store.propagations.listOpen(new Date(now() - followedForMs)))
      this.follow(tracked);
  }

  /** Takes over what another replica has accepted or heard. */
  async takeOver(changeId: string): Promise<void> {
    const stored = (await this.#deps.store.propagations.list([changeId])).get(changeId);
    if (stored === undefined) return;
    const own = this.#open.get(changeId);
    if (own === undefined) {
      if (!this.#isOld(stored)) this.follow(stored);
      return;
    }
    const merged = merge(own, stored);
    this.#open.set(changeId, merged);
    if (this.#isFinished(merged)) this.#finish(merged);
  }

  /** Resolves once everything heard so far is stored. */
  flush(): Promise<void> {
    return this.#saves.run();
  }

  #confirmHeard(): void {
    if (this.#heard.size === 0) return;
    const heard = [...this.#heard];
    this.#heard.clear();
    for (const changeId of [...this.#open.keys()]) this.#confirm(changeId, heard);
  }

  #confirm(changeId: string, instanceIds: Iterable<string>): void {
    const before = this.#open.get(changeId);
    if (before === undefined) return;
    if (this.#isOld(before)) {
      this.#open.delete(changeId);
      this.#finishing.delete(changeId);
      return;
    }
    const { registry, revision, onProgress, onError } = this.#deps;
    const applied = [...instanceIds].flatMap((id) => registry.find(id) ?? []);
    const after = confirmAll(before, applied, revision());
    if (after === before) return;
    this.#open.set(changeId, after);
    onProgress(after, this.#note(before, after));
    if (this.#isFinished(after)) this.#finish(after);
    this.#saves.run().catch(onError);
  }

  /** Keeps what is new for the store; returns after how many milliseconds instances have confirmed with it. */
  #note(before: Tracked, after: Tracked): number[] {
    const took: number[] = [];
    for (const [instanceId, proof] of after.instances) {
      const known = before.instances.get(instanceId);
      if (known === proof) continue;
      this.#unsaved.set(`${after.changeId} ${instanceId}`, {
        changeId: after.changeId,
        instanceId,
        ...proof,
      });
      if (known?.confirmedMs === null && proof.confirmedMs !== null) took.push(proof.confirmedMs);
    }
    return took;
  }

  #isOld(tracked: Tracked): boolean {
    return this.#deps.now() - tracked.acceptedAt > followedForMs;
  }

  #isFinished(tracked: Tracked): boolean {
    return confirmedMs(tracked) !== null;
  }

  #finish(tracked: Tracked): void {
    if (this.#finishing.has(tracked.changeId)) return;
    this.#finishing.add(tracked.changeId);
    this.#finished.push(tracked);
    this.#saves.run().catch(this.#deps.onError);
  }

  async #save(): Promise<void> {
    const unsaved = this.#unsaved;
    const finished = this.#finished;
    this.#unsaved = new Map();
    this.#finished = [];
    try {
      if (unsaved.size > 0) await this.#deps.store.propagations.saveConfirmations([...unsaved.values()]);
      for (const tracked of finished) await this.#saveFinished(tracked);
    } catch (error) {
      // What was heard meanwhile is newer.
      this.#unsaved = new Map([...unsaved, ...this.#unsaved]);
      this.#finished.unshift(...finished);
      throw error;
    }
    const changed = new Set([
      ...[...unsaved.values()].map(({ changeId }) => changeId),
      ...finished.map(({ changeId }) => changeId),
    ]);
    for (const id of changed) await this.#deps.store.signal({ kind: 'propagation', id });
  }

  async #saveFinished(tracked: Tracked): Promise<void> {
    const took = confirmedMs(tracked) ?? 0;
    await this.#deps.store.transaction(async (store) => {
      if (!(await store.propagations.finish(tracked.changeId, took))) return;
      const change = await store.changes.find(tracked.changeId);
      if (change === undefined || (change.effect !== 'kill' && change.effect !== 'restore')) return;
      const total = tracked.instances.size;
      const text = `${change.target}: ${total} of ${total} instances confirmed in ${took} ms`;
      const at = new Date(tracked.acceptedAt + took).toISOString();
      for (const incidentId of await store.incidents.listIdsWithRef(tracked.changeId)) {
        await store.incidents.addEntry(incidentId, {
          at,
          kind: 'confirmed',
          text,
          actor: null,
          ref: tracked.changeId,
        });
        await store.signal({ kind: 'incident', id: incidentId });
      }
      await store.signal({ kind: 'switch', id: change.target });
    });
  }
}
