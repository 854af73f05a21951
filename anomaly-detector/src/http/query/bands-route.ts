import type { FastifyPluginAsync } from 'fastify';
import { z } from 'zod';
import { knownKeys } from '../../contract/index.ts';
import { selectSeries } from '../../export/band-query.ts';
import { bandsPage } from '../../export/bands-page.ts';
import { type Matcher, parseSelector } from '../../export/selector.ts';
import type { LiveDetector } from '../../services/live-detector.ts';
import { Limit, queryInvalid, readQuery } from './parameters.ts';

const BandsQuery = knownKeys({ match: z.string().min(1).optional(), limit: Limit(50_000).default(2_000) });
/** A series that has had no row for this long is gone, as in Prometheus. */
const staleMs = 5 * 60_000;

/** `GET /metrics/bands`: the bands as they stand, for a Prometheus to scrape. */
export const bandsRoute =
  ({ detector, now }: { detector: LiveDetector; now(): number }): FastifyPluginAsync =>
  async (app) => {
    app.get('/metrics/bands', async (request, reply) => {
      const { match, limit } = readQuery(BandsQuery, request.query);
      const since = now() - staleMs;
      const found = selectSeries(detector, match === undefined ? [] : matchersOf(match)).filter(
        ({ at }) => at >= since,
      );
      if (found.length > limit)
        throw queryInvalid(
          `match: expected a selector of at most ${limit} series, got one of ${found.length}: narrow it, or raise limit`,
        );
      void reply.type('text/plain; version=0.0.4; charset=utf-8');
      return bandsPage(found);
    });
  };

function matchersOf(match: string): Matcher[] {
  try {
    return parseSelector(match);
  } catch (error) {
    throw queryInvalid(`match: ${(error as Error).message}`);
  }
}
