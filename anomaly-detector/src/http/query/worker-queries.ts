import type { FastifyPluginAsync } from 'fastify';
import type { SeriesStatus } from '../../contract/index.ts';
import type { WorkerReports } from '../../scale-out/front/worker-report.ts';
import { placeOf } from '../../scale-out/samples/series-id.ts';
import { HttpProblem } from '../problem.ts';
import { askWorker, workerAway } from './ask-worker.ts';
import { readQuery } from './parameters.ts';
import { pageOf, type SeriesPage, SeriesQuery } from './series-page.ts';

type Parts = { workers: WorkerReports; partitions: number; now(): number };

/** `GET /api/v1/series` and `/api/v1/band` of a front: asked of the workers that learn the series. */
export const workerQueries =
  ({ workers, partitions, now }: Parts): FastifyPluginAsync =>
  async (app) => {
    app.get('/api/v1/series', async (request) => {
      const question = readQuery(SeriesQuery, request.query);
      const pages = await Promise.all(
        workers.living(now()).map(async ({ url }) => {
          const answer = await askWorker(url, request.url);
          if (!answer.ok) throw workerAway(url, `status ${answer.status}`);
          return (await answer.json()) as SeriesPage;
        }),
      );
      const found: SeriesStatus[] = pages.flatMap(({ series }) => series);
      const page = pageOf(found, question);
      const next = page.next ?? (pages.some((each) => each.next !== null) ? page.series.at(-1)!.key : null);
      return { ...page, next, total: pages.reduce((sum, { total }) => sum + total, 0) };
    });
    app.get<{ Querystring: { key?: unknown } }>('/api/v1/band', async (request, reply) => {
      const { partition } = placeOf(String(request.query.key ?? ''), partitions);
      const owner = workers.living(now()).find((each) => each.partitions.includes(partition));
      if (owner === undefined)
        throw new HttpProblem(
          503,
          'partition_not_held',
          `expected a worker that learns partition ${partition}, got none: is a worker running? One that died is replaced within seconds`,
        );
      const answer = await askWorker(owner.url, request.url);
      const type = answer.headers.get('content-type') ?? 'application/json';
      return reply
        .code(answer.status)
        .type(type)
        .send(await answer.text());
    });
  };
