import type { FastifyPluginAsync } from 'fastify';
import { z } from 'zod';
import { knownKeys } from '../../contract/index.ts';
import type { LiveDetector } from '../../services/live-detector.ts';
import { thinBand } from '../../store/thin-band.ts';
import { HttpProblem } from '../problem.ts';
import { Moment, queryInvalid, readQuery, readRange, Step } from './parameters.ts';

const mostPoints = 11_000;
const BandQuery = knownKeys({
  key: z.string().min(1),
  from: Moment.optional(),
  to: Moment.optional(),
  points: z.coerce.number().int().min(2).max(mostPoints).optional(),
  step: Step.optional(),
});
const usualWindowMs = 15 * 60_000;
const usualPoints = 300;

/** `GET /api/v1/band`: the learned band of one series, thinned to a number of points or to one row per step. */
export const bandRoute =
  ({ detector, now }: { detector: Pick<LiveDetector, 'band'>; now(): number }): FastifyPluginAsync =>
  async (app) => {
    app.get('/api/v1/band', async (request) => {
      const { key, points, step, ...given } = readQuery(BandQuery, request.query);
      const { from, to } = readRange(given, now(), usualWindowMs);
      if (points !== undefined && step !== undefined)
        throw queryInvalid('points: expected points or step, got both');
      if (step !== undefined && (to - from) / step > mostPoints)
        throw queryInvalid(`step: expected at most ${mostPoints} steps from from to to, got more`);
      const fetched = step === undefined ? (points ?? usualPoints) : Number.POSITIVE_INFINITY;
      const band = detector.band(key, from, to, fetched);
      if (band === null)
        throw new HttpProblem(404, 'series_unknown', `expected a key listed by /api/v1/series, got "${key}"`);
      return step === undefined ? band : thinBand(band, step);
    });
  };
