import type { App } from '../app.ts';
import type { LiveStream } from '../live-stream.ts';

const description =
  'Server-sent events, see LiveEvent. A new reader gets the whole state first; Last-Event-ID continues where one stopped.';

/** The live stream for people's pages. */
export function liveRoutes(app: App, live: LiveStream): void {
  app.get(
    '/api/v1/live',
    { config: { least: 'viewer' }, schema: { tags: ['live'], description } },
    (request, reply) => {
      reply.hijack();
      const lastEventId = request.headers['last-event-id'];
      const headers = reply.getHeaders() as Record<string, string>;
      void live.serve(reply.raw, headers, typeof lastEventId === 'string' ? lastEventId : undefined);
    },
  );
}
