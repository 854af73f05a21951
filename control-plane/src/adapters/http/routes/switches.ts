import { z } from 'zod';
import { ChangeAccepted, KillRequest, RestoreRequest, Switch, SwitchList } from '../../../contract/switch.ts';
import { type FlipDeps, type Flipped, killSwitch, restoreSwitch } from '../../../services/flip-switch.ts';
import { getSwitch, listSwitches } from '../../../services/switches.ts';
import type { App } from '../app.ts';

const Key = z.object({ key: z.string().min(1).max(100) });
const accepted = {
  202: ChangeAccepted.describe('Accepted and stored: follow the propagation until all have confirmed.'),
  200: ChangeAccepted.describe('It was in that state already: this is the change that made it so.'),
};

/** Kill switches: list, kill, restore. */
export function switchRoutes(app: App, deps: FlipDeps): void {
  const tags = ['switches'];
  const read = { least: 'viewer' } as const;
  const flip = { least: 'responder' } as const;

  app.get('/api/v1/switches', { config: read, schema: { tags, response: { 200: SwitchList } } }, async () =>
    listSwitches(deps),
  );

  app.get(
    '/api/v1/switches/:key',
    { config: read, schema: { tags, params: Key, response: { 200: Switch } } },
    async (request) => getSwitch(deps, request.params.key),
  );

  app.post(
    '/api/v1/switches/:key/kill',
    { config: flip, schema: { tags, params: Key, body: KillRequest, response: accepted } },
    async (request, reply) => {
      const flipped = await killSwitch(deps, request.identity.actor, request.params.key, request.body);
      return reply.code(statusOf(flipped)).send(flipped.accepted);
    },
  );

  app.post(
    '/api/v1/switches/:key/restore',
    { config: flip, schema: { tags, params: Key, body: RestoreRequest, response: accepted } },
    async (request, reply) => {
      const flipped = await restoreSwitch(deps, request.identity.actor, request.params.key, request.body);
      return reply.code(statusOf(flipped)).send(flipped.accepted);
    },
  );
}

function statusOf({ isNew }: Flipped): 200 | 202 {
  return isNew ? 202 : 200;
}
