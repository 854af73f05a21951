import type { Config } from '../config.ts';
import { addFaultHook } from '../faults/fault-hook.ts';
import type { EventBus } from './bus.ts';
import type { FlagClient } from './flags.ts';
import type { Peer } from './http-client.ts';
import { createHttpServer, type HttpServer, listen, type ReadinessCheck } from './http-server.ts';
import { type Log, openLog } from './log.ts';
import { type Metrics, openMetrics } from './metrics.ts';
import type { Pool } from './postgres.ts';
import { openTracer, type Tracer } from './tracer.ts';

/**
 * What every process of the shop stands on; whatever it opens is closed with it, last opened first.
 * The code behind each `open` is loaded when it is asked for: a process holds in memory only what it uses.
 */
export interface Platform {
  readonly config: Config;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly tracer: Tracer;
  readonly app: HttpServer;
  /** Also lets faults of the lab reach the service. */
  openFlags(): Promise<FlagClient>;
  /** Faults for a process without flags: those that name a flag never hit. */
  allowFaults(): void;
  openPeer(name: string, url: string, connections?: number): Promise<Peer>;
  openPostgres(connections: number): Promise<Pool>;
  openBus(): Promise<EventBus>;
  /** `/readyz` fails while the check rejects. */
  requireReady(name: string, check: ReadinessCheck): void;
  onClose(close: () => unknown): void;
  /** Listens; the base URL. */
  listen(): Promise<string>;
  close(): Promise<void>;
}

/** Opens the platform of one process. */
export async function openPlatform(
  config: Config,
  log: Log = openLog({ ...config, level: config.logLevel }),
) {
  const { service, instance } = config;
  const metrics = openMetrics();
  const readiness: Record<string, ReadinessCheck> = {};
  const closers: (() => unknown)[] = [];
  const tracer = await openTracer({ service, instance, endpoint: config.otlpEndpoint });
  closers.push(() => tracer.close());
  const app = createHttpServer({ log, metrics, tracer, readiness });
  let closing: Promise<void> | undefined;

  const allowFaults = (isFlagOn: (flag: string, userId: string) => boolean) =>
    addFaultHook(app, { log, from: config.faultsFrom, now: Date.now, random: Math.random, isFlagOn });

  const closeAll = async () => {
    for (const close of closers.reverse()) {
      try {
        await close();
      } catch (error) {
        log.warn({ reason: (error as Error).message }, 'something did not close cleanly');
      }
    }
  };

  const platform: Platform = {
    config,
    log,
    metrics,
    tracer,
    app,
    allowFaults: () => allowFaults(() => false),
    async openFlags() {
      const { openFlags } = await import('./flags.ts');
      const flags = await openFlags(config, log, metrics);
      closers.push(() => flags.close());
      allowFaults((flag, userId) => flags.isEnabled(flag, { userId }));
      return flags;
    },
    async openPeer(name, url, connections) {
      const { openPeer } = await import('./http-client.ts');
      const peer = openPeer({
        name,
        url,
        metrics,
        tracer,
        ...(connections === undefined ? {} : { connections }),
      });
      closers.push(() => peer.close());
      return peer;
    },
    async openPostgres(connections) {
      const { openPostgres } = await import('./postgres.ts');
      const pool = await openPostgres({ url: config.databaseUrl, connections, application: instance, log });
      closers.push(() => pool.end());
      readiness.postgres = () => pool.query('select 1');
      return pool;
    },
    async openBus() {
      const { openEventBus } = await import('./bus.ts');
      const bus = openEventBus({
        url: config.busUrl,
        topicPrefix: config.topicPrefix,
        clientId: instance,
        log,
        metrics,
        tracer,
      });
      closers.push(() => bus.close());
      return bus;
    },
    requireReady(name, check) {
      readiness[name] = check;
    },
    onClose(close) {
      closers.push(close);
    },
    async listen() {
      const url = await listen(app, config.host, config.port);
      closers.push(() => app.close());
      return url;
    },
    close() {
      closing ??= closeAll();
      return closing;
    },
  };
  return platform;
}
