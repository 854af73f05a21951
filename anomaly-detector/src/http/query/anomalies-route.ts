import type { FastifyPluginAsync } from 'fastify';
import { z } from 'zod';
import { alertOf } from '../../alerting/alert.ts';
import { DeviationKind, knownKeys } from '../../contract/index.ts';
import type { LiveDetector } from '../../services/live-detector.ts';
import type { Anomaly, AnomalyLog } from '../../store/anomaly-log.ts';
import { Limit, Moment, queryInvalid, readQuery, readRange, YesOrNo } from './parameters.ts';

const AnomaliesQuery = knownKeys({
  from: Moment.optional(),
  to: Moment.optional(),
  service: z.string().min(1).optional(),
  metric: z.string().min(1).optional(),
  kind: DeviationKind.optional(),
  running: YesOrNo.optional(),
  limit: Limit(1_000).default(100),
  after: z.string().min(1).optional(),
});
const usualWindowMs = 24 * 3_600_000;

/** What the answers are read from. */
export type AnomalyParts = {
  anomalies: AnomalyLog;
  /** One that runs may have grown since it was noted. */
  asItStands(anomaly: Anomaly): Anomaly;
  /** Of each whether a person has called it no anomaly, null where that is not known now. */
  accepted(anomalies: readonly Anomaly[]): Promise<(boolean | null)[]>;
  now(): number;
};

/** `GET /api/v1/anomalies`: the alerts that started or were running in a stretch of time, newest first. */
export const anomaliesRoute =
  ({ anomalies, asItStands: standing, accepted, now }: AnomalyParts): FastifyPluginAsync =>
  async (app) => {
    app.get('/api/v1/anomalies', async (request) => {
      const { limit, after, running: isRunning, ...given } = readQuery(AnomaliesQuery, request.query);
      const found = anomalies.find({ ...given, ...readRange(given, now(), usualWindowMs), isRunning });
      const start = after === undefined ? 0 : found.findIndex(({ id }) => id === after) + 1;
      if (after !== undefined && start === 0)
        throw queryInvalid(
          `after: expected the \`next\` of an answer to the same question, got ${after}: ask again from the first page`,
        );
      const page = found.slice(start, start + limit);
      const known = await accepted(page);
      return {
        anomalies: page.map((anomaly, index) => ({ ...standing(anomaly), accepted: known[index]! })),
        total: found.length,
        next: start + limit < found.length ? page.at(-1)!.id : null,
      };
    });
  };

/** One that runs still is told as it stands now. */
export function asItStands(anomaly: Anomaly, { engine }: LiveDetector, now: number): Anomaly {
  const learnt = anomaly.endsAt === null ? engine.learner.find(anomaly.seriesKey) : undefined;
  const held = learnt?.alert.held ?? null;
  return held === null ? anomaly : { ...alertOf(learnt!.series, held, now, null), id: anomaly.id };
}
