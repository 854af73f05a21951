import { z } from 'zod';
import { BlastRadius } from '../../../contract/blast-radius.ts';
import { Drill, DrillList, DrillRequest } from '../../../contract/drill.ts';
import {
  ChangeAccepted,
  KillRequest,
  RenewRequest,
  RestoreRequest,
  Switch,
  SwitchList,
} from '../../../contract/switch.ts';
import { type DrillDeps, listDrills, startDrill } from '../../../services/drills.ts';
import type { Flipped } from '../../../services/flip-switch.ts';
import {
  type AnywayDeps,
  getSwitchAnyway,
  killAnyway,
  listSwitchesAnyway,
  readLimitMs,
  restoreWithDatabase,
} from '../../../services/kill-anyway.ts';
import type { StoreWithTransactions } from '../../../services/ports/store.ts';
import { type PreviewDeps, previewSwitch } from '../../../services/preview-switch.ts';
import { renewSwitchKill } from '../../../services/renew-kill.ts';
import type { App } from '../app.ts';

const Key = z.object({ key: z.string().min(1).max(100) });
const accepted = {
  202: ChangeAccepted.describe('Accepted and stored: follow the propagation until all have confirmed.'),
  200: ChangeAccepted.describe('It was in that state already: this is the change that made it so.'),
};

/** What the routes need. */
type SwitchDeps = DrillDeps & PreviewDeps & AnywayDeps & { store: StoreWithTransactions };

/** Kill switches: list, preview, kill, renew, restore, drill. */
export function switchRoutes(app: App, deps: SwitchDeps): void {
  const tags = ['switches'];
  const read = { least: 'viewer' } as const;
  const flip = { least: 'responder' } as const;

  app.get('/api/v1/switches', { config: read, schema: { tags, response: { 200: SwitchList } } }, async () =>
    listSwitchesAnyway(deps),
  );

  app.get(
    '/api/v1/switches/:key',
    { config: read, schema: { tags, params: Key, response: { 200: Switch } } },
    async (request) => getSwitchAnyway(deps, request.params.key),
  );

  app.post(
    '/api/v1/switches/:key/kill',
    { config: flip, schema: { tags, params: Key, body: KillRequest, response: accepted } },
    async (request, reply) => {
      const flipped = await killAnyway(deps, request.identity.actor, request.params.key, request.body);
      return reply.code(statusOf(flipped)).send(flipped.accepted);
    },
  );

  app.post(
    '/api/v1/switches/:key/restore',
    { config: flip, schema: { tags, params: Key, body: RestoreRequest, response: accepted } },
    async (request, reply) => {
      const flipped = await restoreWithDatabase(
        deps,
        request.identity.actor,
        request.params.key,
        request.body,
      );
      return reply.code(statusOf(flipped)).send(flipped.accepted);
    },
  );

  app.post(
    '/api/v1/switches/:key/renew',
    { config: flip, schema: { tags, params: Key, body: RenewRequest, response: { 200: Switch } } },
    async (request) => renewSwitchKill(deps, request.identity.actor, request.params.key, request.body),
  );

  app.get(
    '/api/v1/switches/:key/preview',
    { config: read, schema: { tags, params: Key, response: { 200: BlastRadius } } },
    async (request) => deps.watch.attempt(() => previewSwitch(deps, request.params.key), readLimitMs),
  );

  app.post(
    '/api/v1/switches/:key/drill',
    { config: flip, schema: { tags, params: Key, body: DrillRequest, response: { 202: Drill } } },
    async (request, reply) =>
      reply.code(202).send(await startDrill(deps, request.identity.actor, request.params.key, request.body)),
  );

  app.get(
    '/api/v1/switches/:key/drills',
    { config: read, schema: { tags, params: Key, response: { 200: DrillList } } },
    async (request) => ({ drills: await listDrills(deps, request.params.key) }),
  );
}

function statusOf({ isNew }: Flipped): 200 | 202 {
  return isNew ? 202 : 200;
}
