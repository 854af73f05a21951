import type { FastifyPluginAsync } from 'fastify';
import { z } from 'zod';
import type { Acceptance } from '../contract/index.ts';
import { acceptanceOf } from '../services/alert-policy.ts';
import type { Anomaly } from '../store/anomaly-log.ts';
import { HttpProblem } from './problem.ts';

/** What feedback is about, and where it goes. */
export type FeedbackParts = {
  /** An anomaly as it stands at `now` (epoch ms). */
  find(id: string, now: number): Anomaly | undefined;
  accepted: Accepted;
  now(): number;
};

/** What people have called no anomaly. What changes it resolves once that is stored, and throws where it cannot be. */
export type Accepted = {
  list(): Promise<Acceptance[]>;
  /** Of each whether a person has called it none, null where that is not known now. */
  areAccepted(anomalies: readonly Anomaly[]): Promise<(boolean | null)[]>;
  /** Once; resolves to what holds. */
  add(acceptance: Acceptance): Promise<Acceptance>;
  /** False where nothing was accepted by that id. */
  revoke(id: string): Promise<boolean>;
};

const Said = z.object({ by: z.string().min(1).max(200), note: z.string().max(2_000).default('') });
const Id = z.object({ id: z.string().min(1) });

/** What people say of alerts: what is no anomaly, and that it is one after all. */
export const feedbackRoutes =
  ({ find, accepted, now }: FeedbackParts): FastifyPluginAsync =>
  async (app) => {
    app.get('/api/v1/accepted', async () => ({ accepted: await accepted.list() }));

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
      const at = now();
      const anomaly = find(id, at);
      if (anomaly === undefined) {
        throw new HttpProblem(
          404,
          'anomaly_unknown',
          `expected the id of an anomaly, as GET /api/v1/anomalies gives it, got ${id}`,
        );
      }
      const acceptance = acceptanceOf(anomaly, { ...said.data, at: new Date(at).toISOString() });
      return reply.code(201).send(await accepted.add(acceptance));
    });

    app.delete('/api/v1/accepted/:id', async (request, reply) => {
      const { id } = Id.parse(request.params);
      if (!(await accepted.revoke(id))) {
        throw new HttpProblem(
          404,
          'acceptance_unknown',
          `expected the id of something accepted, as GET /api/v1/accepted gives it, got ${id}`,
        );
      }
      return reply.code(204).send();
    });
  };
