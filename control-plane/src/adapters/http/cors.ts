import type { App } from './app.ts';

/** Lets pages of the allowed origins call the API with their cookie. */
export function allowOrigins(app: App, allowed: readonly string[]): void {
  app.addHook('onRequest', async (request, reply) => {
    const { origin } = request.headers;
    if (origin === undefined || !allowed.includes(origin)) return;
    reply.header('access-control-allow-origin', origin);
    reply.header('access-control-allow-credentials', 'true');
    reply.header('vary', 'origin');
    if (request.method !== 'OPTIONS') return;
    reply.header('access-control-allow-methods', 'GET, POST, PUT, DELETE');
    reply.header('access-control-allow-headers', 'content-type, authorization, last-event-id');
    reply.header('access-control-max-age', '600');
    await reply.code(204).send();
  });
}
