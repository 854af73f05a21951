import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client';
import { normal, randomSource } from './random.ts';

const buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** One instrumented process with a real `/metrics` page. */
export type ShopProcess = {
  address: string;
  serve(durationS: number, status: string): void;
  call(peer: string, durationS: number, status: string): void;
  close(): Promise<void>;
};

/** Starts a process that exposes what the shop's services expose. */
export async function startShopProcess(): Promise<ShopProcess> {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const histogram = (name: string, labelNames: string[]) =>
    new Histogram({ name, help: name, labelNames, buckets, registers: [registry] });
  const served = histogram('http_server_request_duration_seconds', ['method', 'route', 'status']);
  const called = histogram('http_client_request_duration_seconds', ['peer', 'status']);
  const server = createServer(async (_request, response) => {
    response.setHeader('content-type', registry.contentType);
    response.end(await registry.metrics());
  });
  const port = await listen(server);
  return {
    address: `127.0.0.1:${port}`,
    serve: (durationS, status) => served.observe({ method: 'GET', route: '/x', status }, durationS),
    call: (peer, durationS, status) => called.observe({ peer, status }, durationS),
    close: () => closeServer(server),
  };
}

/** What happens to the calls from the gateway to recommendation. */
export type Mood = 'healthy' | 'faulty' | 'killed';

/** Sends requests through the two processes until stopped; the mood may change at any time. */
export function startLoad(gateway: ShopProcess, recommendation: ShopProcess, seed: number) {
  const random = randomSource(seed);
  const duration = (median: number) => median * Math.exp(0.4 * normal(random));
  const load = { mood: 'healthy' as Mood, stop: () => clearInterval(timer) };
  const timer = setInterval(() => {
    for (let request = 0; request < 3; request += 1) {
      const own = duration(0.004);
      if (load.mood === 'killed') {
        gateway.serve(own, '200');
        continue;
      }
      const status = load.mood === 'faulty' && random() < 0.4 ? '500' : '200';
      const seconds = duration(0.008) + (load.mood === 'faulty' ? 0.4 : 0);
      recommendation.serve(seconds, status);
      gateway.call('recommendation', seconds + 0.001, status);
      gateway.serve(own + seconds, '200');
    }
  }, 10);
  return load;
}

/** Listens on a free port of the loopback and returns it. */
export async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

/** Stops a server, whatever connections it holds. */
export async function closeServer(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise<void>((resolve) => server.close(() => resolve()));
}
