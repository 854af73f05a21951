import { z } from 'zod';
import {
  AcceptedList,
  AcceptRequest,
  Incident,
  IncidentList,
  IncidentStatus,
  ResolveRequest,
} from '../../../contract/incident.ts';
import { Acceptance, DetectorContext, IncidentReport } from '../../../contract/index.ts';
import { OpsError } from '../../../domain/ops-error.ts';
import { type AcceptDeps, acceptAlert, revokeAcceptance } from '../../../services/accept-alert.ts';
import { readDetectorContext } from '../../../services/detector-context.ts';
import { requireDetector } from '../../../services/ports/detector.ts';
import { getIncident, listIncidents } from '../../../services/read-incidents.ts';
import type { SwitchReads } from '../../../services/switches.ts';
import {
  acknowledgeIncident,
  type IncidentDeps,
  reportIncident,
  resolveIncident,
} from '../../../services/work-on-incidents.ts';
import type { App } from '../app.ts';

const Id = z.object({ id: z.string().min(1).max(200) });
const AlertOfIncident = Id.extend({ alertId: z.string().min(1).max(200) });
const Filter = z.object({ status: IncidentStatus.optional() });

/** Incidents: list, show, acknowledge, resolve, and what of them is no anomaly; the detector reports them. */
export function incidentRoutes(app: App, deps: IncidentDeps & AcceptDeps & SwitchReads): void {
  const tags = ['incidents'];
  const read = { least: 'viewer' } as const;
  const work = { least: 'responder' } as const;
  const detector = { machine: 'detector' };

  app.get(
    '/api/v1/incidents',
    { config: read, schema: { tags, querystring: Filter, response: { 200: IncidentList } } },
    async (request) => ({ incidents: await listIncidents(deps.store, request.query.status) }),
  );

  app.get(
    '/api/v1/incidents/:id',
    { config: read, schema: { tags, params: Id, response: { 200: Incident } } },
    async (request) => getIncident(deps.store, request.params.id),
  );

  app.post(
    '/api/v1/incidents/:id/acknowledge',
    { config: work, schema: { tags, params: Id, response: { 200: Incident } } },
    async (request) => acknowledgeIncident(deps, request.identity.actor, request.params.id),
  );

  app.post(
    '/api/v1/incidents/:id/resolve',
    { config: work, schema: { tags, params: Id, body: ResolveRequest, response: { 200: Incident } } },
    async (request) => resolveIncident(deps, request.identity.actor, request.params.id, request.body),
  );

  app.post(
    '/api/v1/incidents/:id/alerts/:alertId/not-an-anomaly',
    {
      config: work,
      schema: { tags, params: AlertOfIncident, body: AcceptRequest, response: { 201: Acceptance } },
    },
    async ({ params: { id: incidentId, alertId }, identity, body }, reply) =>
      reply.code(201).send(await acceptAlert(deps, identity.actor, { incidentId, alertId }, body)),
  );

  app.get(
    '/api/v1/accepted',
    { config: read, schema: { tags, response: { 200: AcceptedList } } },
    async () => ({ accepted: await requireDetector(deps.detector).getAccepted() }),
  );

  app.delete(
    '/api/v1/accepted/:id',
    { config: work, schema: { tags, params: Id, response: { 204: z.null() } } },
    async ({ params, identity }, reply) => {
      await revokeAcceptance(deps, identity.actor, params.id);
      return reply.code(204).send(null);
    },
  );

  app.put(
    '/api/v1/incidents/:id/report',
    { config: detector, schema: { tags, params: Id, body: IncidentReport, response: { 204: z.null() } } },
    async (request, reply) => {
      const { id } = request.params;
      if (id !== request.body.id) {
        throw new OpsError(
          'request.invalid',
          `The path names incident "${id}", the report names "${request.body.id}".`,
        );
      }
      await reportIncident(deps, request.body);
      return reply.code(204).send(null);
    },
  );

  app.get(
    '/api/v1/detector/context',
    { config: detector, schema: { tags, response: { 200: DetectorContext } } },
    async () => readDetectorContext(deps),
  );
}
