import type { Role } from '../../contract/access.ts';
import type { App } from './app.ts';
import type { Identifier, Identity } from './identity.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The least role that may use the route. */
    least?: Role;
    /** The one machine that may use the route, by its token. */
    machine?: string;
  }
  interface FastifyRequest {
    /** Set on every route that names a least role. */
    identity: Identity;
  }
}

/** Checks who asks before anything of the request is read; routes say in their `config` who may. */
export function guardRoutes(app: App, identifier: Identifier): void {
  app.decorateRequest('identity');
  app.addHook('onRequest', async (request) => {
    const { least, machine } = request.routeOptions.config;
    if (machine !== undefined) identifier.requireMachine(request.raw, machine);
    if (least !== undefined) request.identity = await identifier.require(request.raw, least);
  });
}
