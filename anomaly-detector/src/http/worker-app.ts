import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import { Registry } from 'prom-client';
import type { SampleReader } from '../adapters/kafka/sample-reader.ts';
import type { PartitionOwner } from '../scale-out/worker/partition-owner.ts';
import type { PartitionWorker } from '../scale-out/worker/partition-worker.ts';
import type { WorkerBands } from '../scale-out/worker/worker-bands.ts';
import { bandRoute } from './query/band-route.ts';
import { readQuery } from './query/parameters.ts';
import { pageOf, SeriesQuery } from './query/series-page.ts';
import { readGauge } from './read-gauge.ts';
import { createServer } from './server.ts';

/** What a worker tells of itself. */
export type WorkerAppParts = {
  bands: WorkerBands;
  log: FastifyBaseLogger;
  reader: SampleReader;
  worker: PartitionWorker;
  now(): number;
};

/** The HTTP interface of a worker: whether it lives, what it holds, and how far behind it is. */
export function createWorkerApp(parts: WorkerAppParts): FastifyInstance {
  const app = createServer({
    log: parts.log,
    registry: workerMetrics(parts),
    readiness: () => ({ partitions: [...parts.reader.owners.keys()].sort((a, b) => a - b) }),
  });
  app.get('/api/v1/series', async (request) =>
    pageOf(parts.bands.series(), readQuery(SeriesQuery, request.query)),
  );
  app.get('/api/v1/accepted', async () => ({
    accepted: [...parts.reader.owners.values()].flatMap(({ learner }) => learner.accepted()),
  }));
  void app.register(bandRoute({ detector: parts.bands, now: parts.now }));
  return app;
}

function workerMetrics({ reader, worker, now }: WorkerAppParts): Registry {
  const registry = new Registry();
  const owners = () => [...reader.owners.values()];
  const sum = (of: (owner: PartitionOwner) => number) =>
    owners().reduce((total, owner) => total + of(owner), 0);
  const read = readGauge(registry);
  read('detector_partitions', 'Partitions that this worker holds', () => reader.owners.size);
  read('detector_series', 'Series learnt', () => sum(({ learner }) => learner.learner.size));
  read('detector_lag_messages', 'Messages of samples that are stored and not learnt', () =>
    [...reader.lag.values()].reduce((total, lag) => total + lag, 0),
  );
  read(
    'detector_log_clock_seconds',
    'Time up to which the partition furthest behind has been learnt, Unix time',
    () => (owners().length === 0 ? 0 : Math.min(...owners().map(({ learner }) => learner.clock)) / 1000),
  );
  read('detector_snapshot_age_seconds', 'Age of the oldest snapshot of a partition', () =>
    owners().length === 0 ? 0 : (now() - Math.min(...owners().map(({ storedAt }) => storedAt))) / 1000,
  );
  read(
    'detector_partitions_stored',
    'Partitions of which this worker has stored a snapshot',
    () => owners().filter(({ partition }) => worker.snapshotBytes.has(partition)).length,
  );
  read(
    'detector_snapshot_seconds',
    'Time that the newest snapshots of all partitions took together',
    () => owners().reduce((total, { partition }) => total + worker.effortMs(partition), 0) / 1000,
  );
  read('detector_snapshot_bytes', 'Size of the newest snapshots of all partitions together', () =>
    owners().reduce((total, { partition }) => total + (worker.snapshotBytes.get(partition) ?? 0), 0),
  );
  read('detector_readings', 'Readings learnt of the partitions that are held', () =>
    sum(({ learner }) => learner.counts.readings),
  );
  read('detector_readings_undeclared', 'Readings of series that were not introduced', () =>
    sum(({ learner }) => learner.counts.undeclared),
  );
  read('detector_series_clashes', 'Introductions of series whose number is taken by another', () =>
    sum(({ learner }) => learner.counts.clashes),
  );
  read('detector_readings_late', 'Readings that were not newer than what their series has learnt', () =>
    sum(({ learner }) => learner.counts.late),
  );
  read('detector_messages_repeated', 'Messages that a front sent twice', () =>
    sum(({ learner }) => learner.counts.repeated),
  );
  read('detector_messages_unreadable', 'Messages that were set aside because they could not be read', () =>
    sum(({ unreadable }) => unreadable),
  );
  read('detector_messages_missed', 'Messages that were deleted by retention before they were learnt', () =>
    sum(({ missed }) => missed),
  );
  return registry;
}
