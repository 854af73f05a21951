import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { allOrNone } from '../process/all-or-none.ts';
import { findFreePort } from '../process/ports.ts';
import { repositoryRoot } from '../process/repository.ts';
import { startWatchdog } from '../process/watchdog.ts';
import { startKafka } from '../services/kafka/kafka.ts';
import type { LocalService, ServiceRoom } from '../services/local-service.ts';
import { startPostgres } from '../services/postgres/postgres.ts';
import { removeData } from '../services/postgres/postgres-place.ts';
import { startRedis } from '../services/redis/redis.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Real services for integration tests: make your own database, key prefix and topics. */
    services: {
      postgresUrl: string;
      redisUrl: string;
      /** `host:port`, or null where Kafka cannot run here. */
      kafkaBrokers: string | null;
    };
  }
}

/** Starts Postgres, Redis and Kafka on free ports in a temporary folder, once for all integration tests. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = mkdtempSync(join(tmpdir(), 'breakwater-test-'));
  const watchdog = startWatchdog();
  const giving = new AbortController();
  const say = (text: string) => process.stderr.write(`integration services: ${text}\n`);
  const room: ServiceRoom = {
    dataDir,
    cacheDir: join(repositoryRoot, '.breakwater'),
    watchdog,
    say,
    signal: giving.signal,
    throwaway: true,
  };
  const started: LocalService[] = [];
  const keep = (service: LocalService): LocalService => {
    started.push(service);
    return service;
  };
  const stop = async () => {
    await Promise.all(started.map((service) => service.process?.stop()));
    watchdog.close();
    removeData(dataDir);
    rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    const ports = { postgres: await findFreePort(), redis: await findFreePort() };
    const kafkaPorts = { broker: await findFreePort(), controller: await findFreePort() };
    const [postgres, redis, kafka] = await allOrNone(
      [
        startPostgres(room, { url: undefined, port: ports.postgres, password: 'postgres' }).then(keep),
        startRedis(room, { url: undefined, port: ports.redis }).then(keep),
        startKafka(room, kafkaPorts).then((attempt) =>
          'service' in attempt ? keep(attempt.service) : attempt,
        ),
      ],
      () => giving.abort(),
    );
    if ('missing' in kafka) say(`Kafka is skipped: ${kafka.missing}`);
    const kafkaBrokers = 'url' in kafka ? kafka.url.slice('kafka://'.length) : null;
    project.provide('services', { postgresUrl: postgres.url, redisUrl: redis.url, kafkaBrokers });
  } catch (error) {
    await stop();
    throw error;
  }
  return stop;
}
