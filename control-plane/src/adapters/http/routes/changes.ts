import { z } from 'zod';
import { ChangeEvent, ChangeList, ReportChange } from '../../../contract/change.ts';
import { Propagation } from '../../../contract/switch.ts';
import { listChanges, type ReportDeps, reportChange } from '../../../services/changes.ts';
import { type AnywayDeps, getPropagationAnyway } from '../../../services/kill-anyway.ts';
import type { SwitchReads } from '../../../services/switches.ts';
import type { App } from '../app.ts';

const Id = z.object({ id: z.string().min(1).max(200) });
const Since = z.object({ since: z.iso.datetime({ offset: true }).optional() });

/** What was changed, by whom, and how far it has come. */
export function changeRoutes(app: App, deps: ReportDeps & SwitchReads & AnywayDeps): void {
  const tags = ['changes'];
  const config = { least: 'viewer' } as const;

  app.get(
    '/api/v1/changes',
    { config, schema: { tags, querystring: Since, response: { 200: ChangeList } } },
    async (request) => ({ changes: await listChanges(deps, request.query.since) }),
  );

  app.post(
    '/api/v1/changes',
    { config, schema: { tags, body: ReportChange, response: { 201: ChangeEvent } } },
    async (request, reply) =>
      reply.code(201).send(await reportChange(deps, request.identity.actor, request.body)),
  );

  app.get(
    '/api/v1/changes/:id/propagation',
    { config, schema: { tags, params: Id, response: { 200: Propagation } } },
    async (request) => getPropagationAnyway(deps, request.params.id),
  );
}
