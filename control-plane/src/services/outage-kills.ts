import { randomUUID } from 'node:crypto';
import type { ChangeAccepted, KillRequest, Propagation, Switch, SwitchList } from '../contract/switch.ts';
import type { Actor } from '../domain/access/actor.ts';
import type { Override, SettledOverride } from '../domain/flag-snapshot/override.ts';
import { OpsError } from '../domain/ops-error.ts';
import {
  confirmOverride,
  type Look,
  type Tracked,
  toPropagation,
  waitFor,
} from '../domain/propagation/propagation.ts';
import { beginKill, showTerm } from '../domain/switch/kill-term.ts';
import { pingLimitMs } from './database-watch.ts';
import type { InstanceRegistry } from './instance-registry.ts';
import type { JournaledKill, KillJournal, Replay } from './ports/kill-journal.ts';
import type { SettledKill, StoreWithTransactions } from './ports/store.ts';
import { SingleFlight } from './single-flight.ts';
import { Turns } from './turns.ts';
import { within } from './within.ts';

/** What kills during an outage work with. */
export interface OutageKillsDeps {
  journal: KillJournal;
  store: StoreWithTransactions;
  registry: InstanceRegistry;
  look: Look;
  environment: string;
  /** The newest revision that this server knows. */
  revision: () => number;
  now: () => number;
  /** Makes exactly these hold at every connected SDK; returns how many were told. */
  setOverrides(open: readonly Override[], settled?: readonly SettledOverride[]): number;
  /** False while Postgres is known to be away: nobody waits for it then. */
  canRead(): boolean;
  /** Kills in the usual way, with Postgres. */
  killSwitch(kill: JournaledKill, replay: Replay): Promise<unknown>;
  /** Hears that a switch, or the way of a change, is to be shown again. */
  onNews(news: { kind: 'switch' | 'propagation'; id: string }): void;
}

const journalPrefix = 'journal-';

/** How long an answer waits for the disk, which takes some milliseconds; what it has not written then is said. */
const diskLimitMs = 1000;

/**
 * Kills while Postgres is away: pushed to every connected SDK as an override, kept in a journal on disk, repeated to each
 * that connects, and made an ordinary kill, with its audit entry, as soon as Postgres is back. Only then the override ends.
 */
export class OutageKills {
  readonly #deps: OutageKillsDeps;
  readonly #runs: SingleFlight<void>;
  readonly #open = new Map<string, JournaledKill>();
  readonly #tracked = new Map<string, Tracked>();
  /** Those that are on disk. */
  readonly #kept = new Set<string>();
  /** Those that Postgres contains: a file of theirs that cannot be removed opens none of them again. */
  readonly #settled = new Set<string>();
  /** A disk that hangs holds up one write and one read, not every thread of the process. */
  readonly #writes = new Turns();
  readonly #writing = new Map<string, Promise<void>>();
  readonly #lists: SingleFlight<JournaledKill[]>;
  readonly #removals: SingleFlight<void>;
  /** The changes that kills of the journal became. */
  readonly #became = new Map<string, string>();

  constructor(deps: OutageKillsDeps) {
    this.#deps = deps;
    this.#runs = new SingleFlight(() => this.#reconcile());
    this.#lists = new SingleFlight(() => deps.journal.list());
    this.#removals = new SingleFlight(() => this.#removeSettled());
  }

  /** How many are not in Postgres yet. */
  get size(): number {
    return this.#open.size;
  }

  /** Takes in what the journal holds, of an earlier run or of a replica that shares it, and writes what it could not take. */
  async load(): Promise<void> {
    for (const kill of this.#open.values()) this.#write(kill).catch(() => undefined);
    const keptBefore = [...this.#kept];
    const listed = await this.#lists.run();
    const onDisk = new Set(listed.map(({ id }) => id));
    for (const id of keptBefore) if (!onDisk.has(id)) this.#kept.delete(id);
    for (const id of onDisk) this.#kept.add(id);
    const news = listed.filter(({ id }) => !this.#open.has(id) && !this.#settled.has(id));
    await this.#learnSettled(news);
    const opened = news.filter(({ id }) => !this.#settled.has(id));
    for (const kill of opened) this.#hold(kill);
    if (opened.length > 0) this.#push([]);
  }

  /** Goes out before it is on disk, and also where it cannot be: the answer tells which. Throws `switch.unknown`. */
  async kill(
    known: SwitchList | undefined,
    actor: Actor,
    key: string,
    request: KillRequest,
  ): Promise<ChangeAccepted> {
    requireKnown(known, key);
    const before = [...this.#open.values()].find(({ flag }) => flag === key);
    const kill = before ?? { id: randomUUID(), flag: key, at: this.#nowText(), actor, request };
    this.#hold(kill);
    const sentTo = this.#push([]);
    this.#deps.onNews({ kind: 'switch', id: key });
    const propagation = this.find(`${journalPrefix}${kill.id}`)!;
    const onDisk = await within(this.#write(kill), diskLimitMs).then(
      () => true,
      () => false,
    );
    return {
      changeId: propagation.changeId,
      key,
      state: 'KILLED',
      propagation,
      journaled: { id: kill.id, at: kill.at, sentTo, onDisk, note: noteOf(sentTo, onDisk) },
    };
  }

  /** Takes what an instance has told of itself. */
  heard(instanceId: string): void {
    const applied = this.#deps.registry.find(instanceId);
    if (applied === undefined) return;
    for (const [id, before] of this.#tracked) {
      const after = confirmOverride(before, id, applied);
      if (after === before) continue;
      this.#tracked.set(id, after);
      this.#deps.onNews({ kind: 'propagation', id: before.changeId });
    }
  }

  /** How far a kill of the journal has come; undefined once it is an ordinary change. */
  find(changeId: string): Propagation | undefined {
    const tracked = this.#tracked.get(idOf(changeId));
    return tracked && { ...toPropagation(tracked, this.#deps.look), journaled: true };
  }

  /** The ordinary change that a kill of the journal has become: the same id where it is none of the journal. */
  async resolve(changeId: string): Promise<string> {
    if (!changeId.startsWith(journalPrefix)) return changeId;
    const known = this.#became.get(changeId);
    if (known !== undefined) return known;
    const [settled] = await this.#deps.store.journal.listSettled([idOf(changeId)]);
    return settled?.changeId ?? changeId;
  }

  /** The switches with the kills of the journal, whatever Postgres says. */
  show(switches: readonly Switch[]): Switch[] {
    const kills = new Map([...this.#open.values()].map((kill) => [kill.flag, kill]));
    return switches.map((known) => {
      const kill = kills.get(known.key);
      if (kill === undefined) return known;
      return {
        ...known,
        state: 'KILLED',
        percent: 0,
        term: showTerm(beginKill({ by: kill.actor.name, ...kill.request }, Date.parse(kill.at))),
        restore: null,
        changedAt: kill.at,
        changedBy: kill.actor.name,
        reason: kill.request.reason,
        propagation: this.find(`${journalPrefix}${kill.id}`) ?? null,
      };
    });
  }

  /**
   * A person has restored a flag with Postgres there: overrides of it that instances hold and that the journal does not
   * know, for its disk was lost, end with that. Nobody else could ever end them.
   */
  async release(flag: string, revision: number): Promise<void> {
    const { registry, store } = this.#deps;
    const orphans = registry.listOverrides(flag).filter((id) => !this.#open.has(id));
    if (orphans.length === 0) return;
    const known = new Set((await store.journal.listSettled(orphans)).map(({ id }) => id));
    for (const id of orphans.filter((one) => !known.has(one)))
      await store.journal.settle({ id, revision, changeId: null });
    this.#push(await store.journal.listSettled(orphans));
  }

  /** Repeats every kill of the journal in the usual way; resolves once nothing is left, or rejects. */
  reconcile(): Promise<void> {
    return this.#runs.run();
  }

  async #reconcile(): Promise<void> {
    const failures: unknown[] = [];
    const note = (error: unknown) => void failures.push(error);
    await within(this.load(), diskLimitMs).catch(note);
    for (const kill of [...this.#open.values()]) await this.#finish(kill).catch(note);
    await within(this.#removals.run(), diskLimitMs).catch(note);
    if (failures.length > 0) throw failures[0];
  }

  async #finish(kill: JournaledKill): Promise<void> {
    const settled = await this.#settle(kill);
    this.#settled.add(kill.id);
    this.#open.delete(kill.id);
    this.#tracked.delete(kill.id);
    if (settled.changeId !== null) this.#became.set(`${journalPrefix}${kill.id}`, settled.changeId);
    this.#push([settled]);
    this.#deps.onNews({ kind: 'switch', id: kill.flag });
  }

  /** Which of the kills Postgres contains already, as far as it answers: a file that was left behind is no kill. */
  async #learnSettled(kills: readonly JournaledKill[]): Promise<void> {
    if (kills.length === 0 || !this.#deps.canRead()) return;
    const asked = this.#deps.store.journal.listSettled(kills.map(({ id }) => id));
    const settled = await within(asked, pingLimitMs).catch(() => []);
    for (const { id } of settled) this.#settled.add(id);
  }

  /** One file that cannot be removed keeps no other. */
  async #removeSettled(): Promise<void> {
    const failures: unknown[] = [];
    for (const id of [...this.#kept].filter((one) => this.#settled.has(one))) {
      await this.#writes
        .take(() => this.#deps.journal.remove(id))
        .then(
          () => this.#kept.delete(id),
          (error: unknown) => failures.push(error),
        );
    }
    if (failures.length > 0) throw failures[0];
  }

  /** Resolves once it is on disk. */
  #write(kill: JournaledKill): Promise<void> {
    if (this.#kept.has(kill.id)) return Promise.resolve();
    const running = this.#writing.get(kill.id);
    if (running !== undefined) return running;
    const writing = this.#writes
      .take(() => this.#deps.journal.add(kill))
      .then(() => void this.#kept.add(kill.id))
      .finally(() => this.#writing.delete(kill.id));
    this.#writing.set(kill.id, writing);
    return writing;
  }

  /** In Postgres once, however often it is tried and by whomever. */
  async #settle(kill: JournaledKill): Promise<SettledKill> {
    const { store } = this.#deps;
    return store.transaction(async (lock) => {
      await lock.journal.lock();
      const [before] = await store.journal.listSettled([kill.id]);
      if (before !== undefined) return before;
      const refusal = await this.#replay(kill);
      const [settled] = await store.journal.listSettled([kill.id]);
      return settled ?? this.#settleWithoutChange(kill, refusal);
    });
  }

  async #replay(kill: JournaledKill): Promise<string | null> {
    const tracked = this.#tracked.get(kill.id);
    const held = [...(tracked?.instances ?? [])].flatMap(([id, { confirmedMs }]) =>
      confirmedMs === null ? [] : [[id, confirmedMs] as const],
    );
    const replay = { at: new Date(kill.at), journal: { id: kill.id, heldMs: Object.fromEntries(held) } };
    try {
      await this.#deps.killSwitch(kill, replay);
      return null;
    } catch (error) {
      if (!(error instanceof OpsError) || error.code === 'database.away') throw error;
      return error.message;
    }
  }

  /** The switch was killed already, or is gone: the audit tells of the kill all the same. */
  async #settleWithoutChange({ id, flag, at, actor, request }: JournaledKill, refusal: string | null) {
    const settled = { id, revision: this.#deps.revision(), changeId: null };
    await this.#deps.store.transaction(async (store) => {
      await store.audit.record({
        actor: actor.name,
        action: 'switch.kill',
        target: flag,
        reason: request.reason,
        after: { state: 'KILLED', journaledAt: at, ...(refusal ? { refused: refusal } : { already: true }) },
      });
      await store.journal.settle(settled);
    });
    return settled;
  }

  #hold(kill: JournaledKill): void {
    if (this.#open.has(kill.id)) return;
    const { registry, environment, revision, now } = this.#deps;
    this.#open.set(kill.id, kill);
    const change = {
      changeId: `${journalPrefix}${kill.id}`,
      flag: kill.flag,
      revision: revision(),
      acceptedAt: Date.parse(kill.at),
    };
    this.#tracked.set(kill.id, waitFor(change, registry.listAlive(environment, now())));
  }

  #push(settled: readonly SettledKill[]): number {
    const open = [...this.#open.values()].map(({ id, flag, at }) => ({
      id,
      flag,
      at,
      enabled: false as const,
    }));
    return this.#deps.setOverrides(open, settled);
  }

  #nowText(): string {
    return new Date(this.#deps.now()).toISOString();
  }
}

/** In one sentence each: what was done, and what that is worth. */
function noteOf(sentTo: number, onDisk: boolean): string {
  const sent = `sent to ${sentTo} connected ${sentTo === 1 ? 'instance' : 'instances'}`;
  if (onDisk) {
    return `Postgres is away: kept in the journal, ${sent}. It is stored as soon as Postgres is back.`;
  }
  return (
    `Postgres is away: ${sent}, but not kept on disk, for the journal cannot be written. ` +
    'If this control plane restarts before Postgres is back, it no longer knows of the kill. ' +
    'Free or mount the disk that BREAKWATER_DATA_DIR names: it is tried again every second.'
  );
}

function idOf(changeId: string): string {
  return changeId.slice(journalPrefix.length);
}

function requireKnown(known: SwitchList | undefined, key: string): void {
  if (known === undefined || known.switches.some((one) => one.key === key)) return;
  const keys = known.switches.map((one) => one.key).join(', ');
  throw new OpsError('switch.unknown', `There is no switch "${key}". Known switches: ${keys || 'none'}.`);
}
