import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openPeer, type Peer } from './http-client.ts';
import { openMetrics } from './metrics.ts';
import { openTracer } from './tracer.ts';

const server = createServer();
const metrics = openMetrics();
let peer: Peer;

beforeEach(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const tracer = await openTracer({ service: 'gateway', instance: 'gateway-1', endpoint: undefined });
  peer = openPeer({ name: 'catalog', url: `http://127.0.0.1:${port}`, metrics, tracer });
});
afterEach(async () => {
  await peer.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

/** Asks a peer that does not answer, and gives the question up when it has arrived. */
const askAndAbort = async (reason: Error) => {
  const controller = new AbortController();
  server.once('request', () => controller.abort(reason));
  return peer.call({ path: '/products', signal: controller.signal }).catch((error: unknown) => error);
};
const counted = async (status: string) =>
  (await metrics.clientDuration.get()).values.some(
    ({ metricName, labels }) => metricName?.endsWith('_count') && labels.status === status,
  );

test('a peer that is too slow is a peer that fails', async () => {
  const error = await askAndAbort(new DOMException('took too long', 'TimeoutError'));
  expect(error).toMatchObject({ code: 'peer_timeout' });
  expect(await counted('timeout')).toBe(true);
  expect(await counted('cancelled')).toBe(false);
});

test('a question that nobody needs an answer to any more says nothing about the peer', async () => {
  const reason = new DOMException('another attempt answered first', 'AbortError');
  expect(await askAndAbort(reason)).toBe(reason);
  expect(await counted('cancelled')).toBe(true);
  expect(await counted('error')).toBe(false);
});
