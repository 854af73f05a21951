import type { FastifyPluginAsync } from 'fastify';
import type { TargetStatus } from '../ingest/scraper.ts';
import type { LiveDetector } from '../services/live-detector.ts';
import { HttpProblem } from './problem.ts';
import { parseBandQuery } from './queries.ts';

/** What the answers are read from. */
export type QueryParts = { detector: LiveDetector; targets(): readonly TargetStatus[]; now(): number };

/** What people and the dashboard ask of the detector. */
export const queryRoutes =
  ({ detector, targets, now }: QueryParts): FastifyPluginAsync =>
  async (app) => {
    app.get('/api/v1/status', async () => detector.status(targets()));
    app.get('/api/v1/series', async () => ({ series: detector.series() }));
    app.get('/api/v1/band', async (request) => {
      const { key, from, to, points } = parseBandQuery(request.query, now());
      const band = detector.band(key, from, to, points);
      if (band === null) {
        throw new HttpProblem(404, 'series_unknown', `expected a key listed by /api/v1/series, got "${key}"`);
      }
      return band;
    });
  };
