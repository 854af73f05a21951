import { type Bus, type BusEvent, type NewEvent, openBus, type Subscription } from '@breakwater/event-bus';
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';
import { parseTraceparent, withTrace } from './trace-context.ts';
import type { Tracer } from './tracer.ts';

/** The bus as the shop sees it: it may be away at the start and later, services run all the same. */
export interface EventBus {
  /** Rejects at once while there is no broker. */
  publish(topic: string, events: readonly NewEvent[]): Promise<void>;
  /** Handles the topic's events from when the broker is reached on; the handler must be idempotent. */
  consume(topic: string, group: string, handler: (event: BusEvent) => Promise<void>): void;
  close(): Promise<void>;
}

export interface EventBusOptions {
  url: string;
  /** Put before every topic's name, for shops that share a broker. */
  topicPrefix: string;
  clientId: string;
  log: Log;
  metrics: Metrics;
  tracer: Tracer;
}

const publishTimeoutMs = 5000;
const connectTimeoutMs = 3000;
const retryConnectMs = 1000;
// With doubling waits this rides out some three minutes of a database that is away.
const attempts = 12;

/** Connects in the background and keeps trying. */
export function openEventBus({
  url,
  topicPrefix,
  clientId,
  log,
  metrics,
  tracer,
}: EventBusOptions): EventBus {
  let bus: Bus | undefined;
  let closed = false;
  let isTold = false;
  let retry: NodeJS.Timeout | undefined;
  const wanted: { topic: string; group: string; handler: (event: BusEvent) => Promise<void> }[] = [];
  const running: { topic: string; subscription: Subscription }[] = [];

  const gauge = metrics.consumerLag as typeof metrics.consumerLag & { collect: () => void };
  gauge.collect = () => {
    for (const { topic, subscription } of running) gauge.set({ topic }, subscription.lagSeconds());
  };

  const follow = async (on: Bus, { topic, group, handler }: (typeof wanted)[number]) => {
    const subscription = await on.subscribe(topicPrefix + topic, {
      group,
      attempts,
      handler: (event) => handleTraced(tracer, topic, event, handler),
    });
    running.push({ topic, subscription });
  };

  const connect = async (): Promise<void> => {
    let opened: Bus | undefined;
    try {
      opened = await openBus(url, {
        clientId,
        connectTimeoutMs,
        log: (level, message, details) => log[level]({ ...details }, message),
      });
      for (const subscription of wanted) await follow(opened, subscription);
      bus = opened;
      log.info({ kind: bus.kind }, 'event bus connected');
    } catch (error) {
      running.length = 0;
      await opened?.close().catch(() => {});
      if (closed) return;
      if (!isTold) log.warn({ reason: (error as Error).message }, 'waiting for the event bus');
      isTold = true;
      retry = setTimeout(() => {
        connecting = connect();
      }, retryConnectMs);
    }
  };
  let connecting: Promise<void> = Promise.resolve().then(connect);

  return {
    async publish(topic, events) {
      if (bus === undefined) throw new Error('the event bus is not connected');
      await withDeadline(bus.publish(topicPrefix + topic, events), publishTimeoutMs);
    },
    consume(topic, group, handler) {
      const subscription = { topic, group, handler };
      wanted.push(subscription);
      if (bus !== undefined)
        follow(bus, subscription).catch((error: Error) =>
          log.error({ reason: error.message }, 'cannot consume'),
        );
    },
    async close() {
      closed = true;
      clearTimeout(retry);
      await connecting;
      await bus?.close();
    },
  };
}

async function handleTraced(
  tracer: Tracer,
  topic: string,
  event: BusEvent,
  handler: (event: BusEvent) => Promise<void>,
): Promise<void> {
  const span = tracer.start(`${topic} ${event.type}`, 'consumer', parseTraceparent(event.traceparent));
  try {
    await withTrace(span.context, () => handler(event));
    span.end({ status: 'ok', failed: false });
  } catch (error) {
    span.end({ status: 'error', failed: true });
    throw error;
  }
}

async function withDeadline<T>(work: Promise<T>, timeoutMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => reject(new Error(`the event bus did not answer within ${timeoutMs} ms`)),
      timeoutMs,
    );
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
