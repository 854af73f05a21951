import type { FastifyPluginAsync } from 'fastify';
import { z } from 'zod';
import type { AlertPolicy } from '../services/alert-policy.ts';
import type { LiveDetector } from '../services/live-detector.ts';
import type { AnomalyLog } from '../store/anomaly-log.ts';
import { HttpProblem } from './problem.ts';
import { asItStands } from './query/anomalies-route.ts';

/** What feedback is about and where it goes; `keepAccepted` resolves once it is on disk, and rejects where it cannot be. */
export type FeedbackParts = {
  detector: LiveDetector;
  anomalies: AnomalyLog;
  policy: AlertPolicy;
  keepAccepted(): Promise<void>;
  now(): number;
};

const Said = z.object({ by: z.string().min(1).max(200), note: z.string().max(2_000).default('') });
const Id = z.object({ id: z.string().min(1) });

/** What people say of alerts: what is no anomaly, and that it is one after all. */
export const feedbackRoutes =
  ({ detector, anomalies, policy, keepAccepted, now }: FeedbackParts): FastifyPluginAsync =>
  async (app) => {
    const keep = () =>
      keepAccepted().catch((error: Error) => {
        throw new HttpProblem(
          503,
          'feedback_not_kept',
          `it holds from now on, but could not be stored and would be lost at a restart (${error.message}): make room on the disk; storing it is tried again every ten seconds`,
        );
      });

    app.get('/api/v1/accepted', async () => ({ accepted: policy.list() }));

    app.post('/api/v1/anomalies/:id/not-an-anomaly', async (request, reply) => {
      const { id } = Id.parse(request.params);
      const said = Said.safeParse(request.body);
      if (!said.success) {
        const issue = said.error.issues[0]!;
        throw new HttpProblem(
          400,
          'feedback_invalid',
          `${issue.path.join('.') || 'body'}: ${issue.message}; expected {"by": who says so, "note": why}`,
        );
      }
      const anomaly = anomalies.get(id);
      if (anomaly === undefined) {
        throw new HttpProblem(
          404,
          'anomaly_unknown',
          `expected the id of an anomaly, as GET /api/v1/anomalies gives it, got ${id}`,
        );
      }
      const at = now();
      const pattern = asItStands(anomaly, detector, at);
      const acceptance = policy.accept(pattern, { ...said.data, at: new Date(at).toISOString() });
      await keep();
      return reply.code(201).send(acceptance);
    });

    app.delete('/api/v1/accepted/:id', async (request, reply) => {
      const { id } = Id.parse(request.params);
      if (!policy.revoke(id)) {
        throw new HttpProblem(
          404,
          'acceptance_unknown',
          `expected the id of something accepted, as GET /api/v1/accepted gives it, got ${id}`,
        );
      }
      await keep();
      return reply.code(204).send();
    });
  };
