import { z } from 'zod';
import { Heartbeat, InstanceList } from '../../../contract/instance.ts';
import type { HeartbeatIntake } from '../../../services/heartbeat-intake.ts';
import type { InstanceRegistry } from '../../../services/instance-registry.ts';
import type { App } from '../app.ts';

/** What the instance routes need. */
export interface InstanceRoutes {
  registry: InstanceRegistry;
  intake: HeartbeatIntake;
  revision: () => number;
  now: () => number;
}

/** Running instances tell of themselves, and are listed. */
export function instanceRoutes(app: App, { registry, intake, revision, now }: InstanceRoutes): void {
  const tags = ['instances'];

  app.get(
    '/api/v1/instances',
    { config: { least: 'viewer' }, schema: { tags, response: { 200: InstanceList } } },
    async () => ({ revision: revision(), instances: registry.list(now()) }),
  );

  app.post(
    '/api/v1/instances/heartbeat',
    { config: { machine: 'sdk' }, schema: { tags, body: Heartbeat, response: { 204: z.null() } } },
    async (request, reply) => {
      intake.take(request.body);
      return reply.code(204).send(null);
    },
  );
}
