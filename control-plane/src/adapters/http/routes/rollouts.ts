import { z } from 'zod';
import { CreateRollout, Rollout, RolloutAction, RolloutList } from '../../../contract/rollout.ts';
import {
  actOnRollout,
  createRollout,
  getRollout,
  listRollouts,
  type RolloutDeps,
  type Verb,
} from '../../../services/rollouts.ts';
import type { App } from '../app.ts';

const Id = z.object({ id: z.string().min(1).max(200) });

const verbs: readonly { path: string; verb: Verb; least: 'responder' | 'release-manager' }[] = [
  { path: 'start', verb: 'start', least: 'release-manager' },
  { path: 'resume', verb: 'resume', least: 'release-manager' },
  { path: 'pause', verb: 'pause', least: 'responder' },
  { path: 'roll-back', verb: 'roll_back', least: 'responder' },
  { path: 'discard', verb: 'discard', least: 'responder' },
];

/** Rollouts: plan, start, pause, resume, roll back, discard. */
export function rolloutRoutes(app: App, deps: RolloutDeps): void {
  const tags = ['rollouts'];
  const read = { least: 'viewer' } as const;

  app.get(
    '/api/v1/rollouts',
    { config: read, schema: { tags, response: { 200: RolloutList } } },
    async () => ({
      rollouts: await listRollouts(deps.store),
    }),
  );

  app.get(
    '/api/v1/rollouts/:id',
    { config: read, schema: { tags, params: Id, response: { 200: Rollout } } },
    async (request) => getRollout(deps.store, request.params.id),
  );

  app.post(
    '/api/v1/rollouts',
    {
      config: { least: 'release-manager' },
      schema: { tags, body: CreateRollout, response: { 201: Rollout } },
    },
    async (request, reply) =>
      reply.code(201).send(await createRollout(deps, request.identity.actor, request.body)),
  );

  for (const { path, verb, least } of verbs) {
    app.post(
      `/api/v1/rollouts/:id/${path}`,
      { config: { least }, schema: { tags, params: Id, body: RolloutAction, response: { 200: Rollout } } },
      async (request) => actOnRollout(deps, request.identity.actor, request.params.id, verb, request.body),
    );
  }
}
