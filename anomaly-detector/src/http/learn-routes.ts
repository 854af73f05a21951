import type { FastifyPluginAsync } from 'fastify';
import { Past, type Taught } from '../contract/index.ts';
import { PastFutureError, PastLimitError } from '../past/learn-past.ts';
import { HttpProblem } from './problem.ts';

/** Where the past that is told goes. */
export type LearnParts = { learnPast(past: Past): Taught };

const mostBodyBytes = 32 * 1024 * 1024;

/** What teaches the detector what was normal before it was there. */
export const learnRoutes =
  ({ learnPast }: LearnParts): FastifyPluginAsync =>
  async (app) => {
    app.post('/api/v1/learn', { bodyLimit: mostBodyBytes }, async (request) => {
      const tenant = request.headers['x-scope-orgid'] ?? 'default';
      if (tenant !== 'default') {
        throw new HttpProblem(
          400,
          'tenant_invalid',
          `X-Scope-OrgID: expected none or default, got "${tenant}": the past of other tenants cannot be taught`,
        );
      }
      const parsed = Past.safeParse(request.body);
      if (parsed.success) return learn(learnPast, parsed.data);
      const issue = parsed.error.issues[0]!;
      throw new HttpProblem(
        400,
        'past_invalid',
        `${issue.path.join('.') || 'body'}: ${issue.message}; expected {"past": [{"labels": {"__name__": …} or "series": {…}, "time": [epoch ms], "value": [number or null]}]}`,
      );
    });
  };

function learn(learnPast: LearnParts['learnPast'], past: Past): Taught {
  try {
    return learnPast(past);
  } catch (error) {
    if (error instanceof PastFutureError) throw new HttpProblem(400, error.code, error.message);
    if (error instanceof PastLimitError) throw new HttpProblem(422, error.code, error.message);
    throw error;
  }
}
