import type { BusEvent, NewEvent } from './event.ts';

/** Where a delivered event came from, and how often its handling was tried. */
export interface Delivery {
  topic: string;
  group: string;
  partition: number;
  /** 1 for the first try. */
  attempt: number;
}

/** Handles one event; a rejection is retried and at last dead-lettered. Must be idempotent by (event id, group). */
export type EventHandler = (event: BusEvent, delivery: Delivery) => Promise<void>;

/** How a group consumes a topic. */
export interface SubscribeOptions {
  /** Consumers of one group share the partitions; each group sees every event. */
  group: string;
  handler: EventHandler;
  /** Where a group without a stored position begins; default `beginning`. */
  from?: 'beginning' | 'end';
  /** Tries before an event goes to `<topic>.dlq`; default 5. */
  attempts?: number;
  /** Milliseconds before the second try, doubled for each next one; default 100. */
  retryDelayMs?: number;
}

/** A running consumer. */
export interface Subscription {
  /** Age in seconds of the event that is being handled; 0 while nothing waits. */
  lagSeconds(): number;
  /** Ends after the event in hand is handled and its position stored; others of the group take over. */
  close(): Promise<void>;
}

/** Events of a topic, in order per key, at least once. */
export interface Bus {
  readonly kind: 'kafka' | 'redis-streams';
  /** Resolves once the broker has stored the events, in the given order per key; throws {@link BusError}. */
  publish(topic: string, events: NewEvent | readonly NewEvent[]): Promise<void>;
  /** Resolves once the group has its position: what is published from then on is delivered. */
  subscribe(topic: string, options: SubscribeOptions): Promise<Subscription>;
  /** Events of the topic that the group has not handled yet. */
  lag(topic: string, group: string): Promise<number>;
  /** Whether the broker answers now; throws {@link BusError} within two seconds where it does not. */
  ping(): Promise<void>;
  /** Closes every subscription, then the connections. */
  close(): Promise<void>;
}

/** What the bus tells its log: one short sentence and its details. */
export type BusLog = (level: 'debug' | 'info' | 'warn' | 'error', message: string, details?: object) => void;

/** How a process opens its bus. */
export interface BusOptions {
  /** Names the process to the broker, such as `order-1`. */
  clientId: string;
  log?: BusLog;
  /** Partitions of topics that do not exist yet; default 6. */
  partitions?: number;
  /** Milliseconds without a sign of life after which a consumer counts as dead; default 6000. */
  sessionTimeoutMs?: number;
  /** Milliseconds to wait for the broker when opening; default 10000. */
  connectTimeoutMs?: number;
}
