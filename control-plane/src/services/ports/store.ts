import type { ChangeEvent } from '@breakwater/anomaly-detector/contract';
import type { Role } from '../../contract/access.ts';
import type { AuditPage } from '../../contract/audit.ts';
import type { Drill } from '../../contract/drill.ts';
import type { IncidentStatus, TimelineEntry } from '../../contract/incident.ts';
import type { LevelId } from '../../contract/level.ts';
import type { PolicyOverride } from '../../contract/policy.ts';
import type { Tier } from '../../contract/switch.ts';
import type { FlagEvent } from '../../domain/change/flag-event.ts';
import type { IncidentRecord } from '../../domain/incident/incident.ts';
import type { LevelState } from '../../domain/level/level-state.ts';
import type { InstanceProof, Tracked } from '../../domain/propagation/propagation.ts';
import type { RolloutFact, RolloutPlan } from '../../domain/rollout/rollout.ts';
import type { DrillBase } from '../../domain/switch/drill.ts';
import type { Keeping } from '../../domain/switch/keeping.ts';
import type { Beat } from '../instance-registry.ts';

/** A change with what only the control plane knows of it. */
export interface StoredChange extends ChangeEvent {
  /** The event of the flag engine that it is; null for a change that was reported. */
  unleashEventId: number | null;
  reason: string | null;
  incidentId: string | null;
}

export interface ChangeStore {
  /** Resolves to whether it was new. */
  insert(change: StoredChange): Promise<boolean>;
  find(id: string): Promise<StoredChange | undefined>;
  listById(ids: readonly string[]): Promise<StoredChange[]>;
  /** Oldest first; the newest `limit` of them. */
  listSince(since: Date, limit: number): Promise<StoredChange[]>;
  /** The newest kill or restore of each of the switches. */
  listLastFlips(keys: readonly string[]): Promise<Map<string, StoredChange>>;
  /** Services on which a flag, or a segment's flags, take effect: declared, or learnt from the instances that ask for it. */
  listServicesOfFlag(flag: string): Promise<string[]>;
}

/** What somebody is about to do to a flag, and why: written before the flag is. */
export interface Intent {
  at: Date;
  flag: string;
  actor: string;
  kind: 'switch' | 'rollout';
  reason: string | null;
  incidentId: string | null;
  /** Set where it is a kill of the journal: its id, and after how many milliseconds each instance held it. */
  journal?: { id: string; heldMs: Record<string, number> } | null;
}

export interface IntentStore {
  insert(intent: Intent): Promise<void>;
  /** The latest intent that an event of this flag by this author can come from. */
  find(flag: string, actor: string, at: Date): Promise<Intent | undefined>;
}

/** The flag engine's own events, read from its table. */
export interface FlagEventStore {
  /** Makes one replica at a time tell of them, until the transaction ends. */
  lock(): Promise<void>;
  /** Altering events that no change tells of yet, oldest first, with the newest id that was looked at. */
  listUntold(): Promise<{ events: FlagEvent[]; position: number; seen: number }>;
  advance(position: number): Promise<void>;
  /** What the flag does once the event has happened; `share` is 0 to 1. */
  reachAt(event: FlagEvent): Promise<{ enabled: boolean; share: number; isSwitch: boolean }>;
}

export interface AuditRecord {
  actor: string;
  action: string;
  target: string;
  reason?: string | null;
  before?: unknown;
  after?: unknown;
}

export interface AuditStore {
  record(entry: AuditRecord): Promise<void>;
  /** Newest first. */
  list(before: number | undefined, limit: number): Promise<AuditPage>;
}

/** An event that is stored with what it tells of, and published afterwards. */
export interface OutboxEvent {
  topic: string;
  key: string;
  eventId: string;
  type: string;
  data: unknown;
}

export interface Outbox {
  add(event: OutboxEvent): Promise<void>;
}

/** How far one change has come at one instance. */
export interface Confirmation extends InstanceProof {
  changeId: string;
  instanceId: string;
}

export interface PropagationStore {
  insert(tracked: Tracked): Promise<void>;
  saveConfirmations(confirmations: readonly Confirmation[]): Promise<void>;
  /** Marks a change as confirmed by all; resolves to true for exactly one caller. */
  finish(changeId: string, confirmedMs: number): Promise<boolean>;
  list(changeIds: readonly string[]): Promise<Map<string, Tracked>>;
  listOpen(since: Date): Promise<Tracked[]>;
}

/** A kill of the journal that is in Postgres, with the revision that contains it. */
export interface SettledKill {
  id: string;
  revision: number;
  /** The change that it became; null where the switch was killed already. */
  changeId: string | null;
}

export interface JournalStore {
  /** Makes one replica at a time settle, until the transaction ends. */
  lock(): Promise<void>;
  settle(kill: SettledKill): Promise<void>;
  listSettled(ids: readonly string[]): Promise<SettledKill[]>;
}

/** A heartbeat with when it came, epoch milliseconds. */
export interface Seen {
  beat: Beat;
  at: number;
}

export interface InstanceStore {
  save(seen: readonly Seen[]): Promise<void>;
  listSince(since: Date): Promise<Seen[]>;
}

/** What a kill switch is, without its state. */
export interface SwitchEntry {
  key: string;
  title: string;
  sheds: string;
  fallback: string;
  owner: string;
  service: string;
  dependency: string;
  runbook: string;
  tier: Tier;
  dependents: string[];
  expectedEffect: string;
}

/** A degrade level as it is seeded: the switches that it adds to the one below. */
export interface LevelEntry {
  id: LevelId;
  title: string;
  sheds: string;
  adds: string[];
}

export interface CatalogueStore {
  listSwitches(): Promise<SwitchEntry[]>;
  findSwitch(key: string): Promise<SwitchEntry | undefined>;
  saveSwitch(entry: SwitchEntry, position: number): Promise<void>;
  saveFlag(flag: { key: string; title: string; service: string }): Promise<void>;
  /** From the lowest to the highest. */
  listLevels(): Promise<LevelEntry[]>;
  saveLevel(level: LevelEntry): Promise<void>;
}

/** What is going on with a switch, with the version that a change of it must name. */
export interface Kept {
  key: string;
  keeping: Keeping | null;
  version: number;
}

export interface SwitchKeepingStore {
  list(): Promise<Map<string, Kept>>;
  find(key: string): Promise<Kept | undefined>;
  /** Whatever was there before: for a kill, which always wins. */
  put(key: string, keeping: Keeping | null): Promise<void>;
  /** Only where nothing has changed since that version; 0 for a switch that was not kept. Resolves to whether it did. */
  replace(key: string, version: number, keeping: Keeping | null): Promise<boolean>;
  /** When each switch's fallback last answered, as far as it is stored. */
  listFallbacks(): Promise<Map<string, Date>>;
  saveFallback(key: string, at: Date): Promise<void>;
}

/** A drill with what it is compared with at its end. */
export interface DrillRecord {
  drill: Drill;
  base: DrillBase;
}

export interface DrillStore {
  /** Open until it is judged. */
  save(record: DrillRecord): Promise<void>;
  listOpen(): Promise<DrillRecord[]>;
  find(id: string): Promise<DrillRecord | undefined>;
  /** Newest first. */
  listOf(key: string, limit: number): Promise<DrillRecord[]>;
  /** The newest drill of each switch, and the newest that proved its fallback. */
  listLast(keys: readonly string[]): Promise<Map<string, { last: Drill; provenAt: string | null }>>;
}

export interface LevelStore {
  /** Makes others wait who would change the level, until the transaction ends. */
  lock(): Promise<void>;
  read(): Promise<LevelState>;
  save(state: LevelState): Promise<void>;
}

/** An override of a policy as it is stored. */
export interface PolicyRecord {
  flag: string;
  service: string;
  dependency: string;
  override: PolicyOverride;
}

export interface PolicyStore {
  lock(flag: string): Promise<void>;
  list(): Promise<PolicyRecord[]>;
  find(flag: string): Promise<PolicyRecord | undefined>;
  save(record: PolicyRecord): Promise<void>;
  remove(flag: string): Promise<void>;
}

export interface UserRecord {
  email: string;
  name: string;
  role: Role;
  passwordHash: string;
}

export interface SessionRecord {
  user: Omit<UserRecord, 'passwordHash'>;
  expiresAt: Date;
}

export interface PeopleStore {
  findUser(email: string): Promise<UserRecord | undefined>;
  listUsers(): Promise<UserRecord[]>;
  saveUser(user: UserRecord): Promise<void>;
  /** The newest sessions that have not expired, with the digests of their tokens. */
  listSessions(now: Date, limit: number): Promise<[digest: string, session: SessionRecord][]>;
  addSession(digest: string, email: string, expiresAt: Date): Promise<void>;
  findSession(digest: string, now: Date): Promise<SessionRecord | undefined>;
  removeSession(digest: string): Promise<void>;
  removeExpiredSessions(now: Date): Promise<void>;
}

export interface IncidentStore {
  /** Makes others wait who would change the same incident, until the transaction ends. */
  lock(id: string): Promise<void>;
  find(id: string): Promise<IncidentRecord | undefined>;
  save(incident: IncidentRecord): Promise<void>;
  /** Newest first. */
  list(status: IncidentStatus | undefined, limit: number): Promise<IncidentRecord[]>;
  listUnresolved(): Promise<IncidentRecord[]>;
  addEntry(incidentId: string, entry: TimelineEntry): Promise<void>;
  listEntries(incidentIds: readonly string[]): Promise<Map<string, TimelineEntry[]>>;
  /** The incidents whose history tells of a change. */
  listIdsWithRef(changeId: string): Promise<string[]>;
}

/** A rollout as it is stored: its plan, and everything that has happened to it. */
export interface RolloutRecord {
  plan: RolloutPlan;
  facts: RolloutFact[];
  /** How many of the facts the flag engine has been told of. */
  applied: number;
}

export interface RolloutStore {
  lock(id: string): Promise<void>;
  insert(plan: RolloutPlan): Promise<void>;
  append(id: string, position: number, facts: readonly RolloutFact[]): Promise<void>;
  setApplied(id: string, applied: number): Promise<void>;
  find(id: string): Promise<RolloutRecord | undefined>;
  /** Newest first. */
  list(): Promise<RolloutRecord[]>;
}

/** What has changed and must be shown again; told to every replica at commit. */
export interface Signal {
  kind:
    | 'switch'
    | 'change'
    | 'incident'
    | 'rollout'
    | 'propagation'
    | 'instances'
    | 'level'
    | 'drill'
    | 'policy'
    | 'reminder';
  id: string;
}

/** Everything that is stored, through one connection or in one transaction. */
export interface Store {
  changes: ChangeStore;
  intents: IntentStore;
  flagEvents: FlagEventStore;
  audit: AuditStore;
  outbox: Outbox;
  propagations: PropagationStore;
  instances: InstanceStore;
  journal: JournalStore;
  catalogue: CatalogueStore;
  people: PeopleStore;
  incidents: IncidentStore;
  rollouts: RolloutStore;
  keeping: SwitchKeepingStore;
  drills: DrillStore;
  level: LevelStore;
  policies: PolicyStore;
  signal(told: Signal): Promise<void>;
}

/** The store, and its transactions. */
export interface StoreWithTransactions extends Store {
  /** Everything that the work stores is kept together, or nothing is. */
  transaction<Result>(work: (store: Store) => Promise<Result>): Promise<Result>;
}
