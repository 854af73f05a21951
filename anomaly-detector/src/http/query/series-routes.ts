import type { FastifyPluginAsync } from 'fastify';
import type { LiveDetector } from '../../services/live-detector.ts';
import { readQuery } from './parameters.ts';
import { pageOf, SeriesQuery } from './series-page.ts';

/** `GET /api/v1/series` and `/api/v1/warmth`: which series there are, how they stand, and how much of them is learnt. */
export const seriesRoutes =
  ({ detector }: { detector: LiveDetector }): FastifyPluginAsync =>
  async (app) => {
    app.get('/api/v1/series', async (request) =>
      pageOf(detector.series(), readQuery(SeriesQuery, request.query)),
    );
    app.get('/api/v1/warmth', async (request) => {
      const { learner } = detector.engine;
      const all = detector.series();
      const { series, total, next } = pageOf(all, readQuery(SeriesQuery, request.query));
      return {
        warmth: detector.engine.warmth(),
        seriesCount: all.length,
        readyCount: all.filter(({ warmth }) => warmth.ready).length,
        series: series.map(({ key, service, metric, warmth }) => {
          const learnt = learner.find(key);
          return { key, service, metric, warmth, seasons: learnt ? learner.seasonsOf(learnt) : null };
        }),
        total,
        next,
      };
    });
  };
