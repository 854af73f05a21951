import { z } from 'zod';
import { Fault, FaultRequest, Lab, LoadRequest } from '../../../contract/lab.ts';
import { OpsError } from '../../../domain/ops-error.ts';
import { readLab } from '../../../services/lab-view.ts';
import type { LabPort } from '../../../services/ports/lab.ts';
import type { AuditStore } from '../../../services/ports/store.ts';
import type { App } from '../app.ts';

const Id = z.object({ id: z.string().min(1).max(200) });

/** What the Lab's routes need. */
export interface LabRoutes {
  /** Absent where no demo shop is attached. */
  lab: LabPort | undefined;
  audit: AuditStore;
  /** Shows the Lab to everyone who watches. */
  show(lab: Lab): void;
}

/** Faults and load on the demo shop, handed on to its Lab and written into the audit. */
export function labRoutes(app: App, { lab, audit, show }: LabRoutes): void {
  const tags = ['lab'];
  const work = { least: 'responder' } as const;
  const getLab = () => {
    if (lab !== undefined) return lab;
    throw new OpsError(
      'lab.away',
      'No Lab is attached: set BREAKWATER_LAB_URL and start the control plane again.',
    );
  };
  const showNow = async () => show(await readLab(lab));

  app.get(
    '/api/v1/lab',
    { config: { least: 'viewer' }, schema: { tags, response: { 200: Lab } } },
    async () => readLab(lab),
  );

  app.post(
    '/api/v1/lab/faults',
    { config: work, schema: { tags, body: FaultRequest, response: { 201: Fault } } },
    async ({ body, identity }, reply) => {
      const fault = await getLab().startFault(body);
      await audit.record({
        actor: identity.actor.name,
        action: 'lab.fault',
        target: body.service,
        after: fault,
      });
      await showNow();
      return reply.code(201).send(fault);
    },
  );

  app.delete(
    '/api/v1/lab/faults',
    { config: work, schema: { tags, response: { 204: z.null() } } },
    async ({ identity }, reply) => {
      await getLab().stopAllFaults();
      await audit.record({ actor: identity.actor.name, action: 'lab.stop_all', target: 'lab' });
      await showNow();
      return reply.code(204).send(null);
    },
  );

  app.delete(
    '/api/v1/lab/faults/:id',
    { config: work, schema: { tags, params: Id, response: { 204: z.null() } } },
    async ({ params, identity }, reply) => {
      await getLab().stopFault(params.id);
      await audit.record({ actor: identity.actor.name, action: 'lab.stop', target: params.id });
      await showNow();
      return reply.code(204).send(null);
    },
  );

  app.put(
    '/api/v1/lab/load',
    { config: work, schema: { tags, body: LoadRequest, response: { 200: Lab } } },
    async ({ body, identity }) => {
      const now = await getLab().setLoad(body);
      await audit.record({ actor: identity.actor.name, action: 'lab.load', target: 'lab', after: body });
      show(now);
      return now;
    },
  );
}
