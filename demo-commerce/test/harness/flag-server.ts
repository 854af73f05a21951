import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Feature {
  type: string;
  enabled: boolean;
  /** Share of users, in percent. */
  percent?: number;
  variant?: { name: string; payload: object };
}

const strategyOf = (name: string, percent: number) => ({
  name: 'flexibleRollout',
  parameters: { rollout: String(percent), stickiness: 'default', groupId: name },
  constraints: [],
  segments: [],
  variants: [],
});
const variantOf = ({ name, payload }: { name: string; payload: object }) => ({
  name,
  weight: 1000,
  payload: { type: 'json', value: JSON.stringify(payload) },
});

/** The part of Unleash that a client needs: the stream of features. Flags flip at once in every connected service. */
export async function startFlagServer() {
  const features = new Map<string, Feature>();
  const streams = new Set<ServerResponse>();
  let revision = 1;

  const wire = (name: string, { type, enabled, percent = 100, variant }: Feature) => ({
    name,
    type,
    enabled,
    project: 'default',
    stale: false,
    strategies: [strategyOf(name, percent)],
    variants: variant === undefined ? [] : [variantOf(variant)],
  });
  const all = () => [...features].map(([name, feature]) => wire(name, feature));
  const send = (stream: ServerResponse, event: string, data: unknown) =>
    stream.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);

  const server = createServer((request, response) => {
    if (request.url?.startsWith('/client/streaming')) {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      streams.add(response);
      request.on('close', () => streams.delete(response));
      send(response, 'unleash-connected', {
        events: [{ type: 'hydration', eventId: revision, features: all(), segments: [] }],
      });
      return;
    }
    if (request.url?.startsWith('/client/features')) {
      response.writeHead(200, { 'content-type': 'application/json', etag: `"x:${revision}:v1"` });
      response.end(JSON.stringify({ version: 2, features: all(), meta: { revisionId: revision } }));
      return;
    }
    request.resume();
    response.writeHead(202).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  const set = (name: string, feature: Feature) => {
    features.set(name, feature);
    revision += 1;
    for (const stream of streams)
      send(stream, 'unleash-updated', {
        events: [{ type: 'feature-updated', eventId: revision, feature: wire(name, feature) }],
      });
  };

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    flag: (name: string, enabled: boolean) => set(name, { type: 'release', enabled }),
    kill: (name: string) => set(name, { type: 'kill-switch', enabled: false }),
    /** LIVE for a share of users, as in a drill or a stepwise restore; for all by default. */
    restore: (name: string, percent = 100) => set(name, { type: 'kill-switch', enabled: true, percent }),
    /** Tunes the guards of a service towards a dependency; null gives them back to the code. */
    policy: (service: string, dependency: string, payload: object | null) =>
      set(`policy.${service}.${dependency}`, {
        type: 'operational',
        enabled: payload !== null,
        variant: { name: 'policy', payload: payload ?? {} },
      }),
    async close() {
      for (const stream of streams) stream.end();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
