import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fetchJson } from './fetch-json.ts';

let server: Server;
let url: string;
const answers: Record<string, [status: number, body: string]> = {
  '/good': [200, '{"a":1}'],
  '/empty': [204, ''],
  '/refused': [404, '{"detail":"there is none of that id"}'],
  '/curt': [404, 'no'],
  '/full': [503, '{"detail":"the disk is full"}'],
  '/broken': [500, '<html>'],
};

beforeAll(async () => {
  server = createServer((request, response) => {
    const [status, body] = answers[request.url!]!;
    response.writeHead(status).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => new Promise((resolve) => server.close(resolve)));

const ask = (path: string) =>
  fetchJson({
    url: `${url}${path}`,
    timeoutMs: 5000,
    name: 'detector',
    away: 'detector.away',
    refused: 'alert.unknown',
  });

test('resolves to what came, and to nothing where nothing did', async () => {
  expect(await ask('/good')).toEqual({ a: 1 });
  expect(await ask('/empty')).toBeUndefined();
});

test.each([
  ['/refused', 'alert.unknown', /^there is none of that id$/],
  ['/curt', 'alert.unknown', /^The detector refused with status 404\.$/],
  ['/full', 'detector.away', /does not answer \(it answered 503: the disk is full\)/],
  ['/broken', 'detector.away', /does not answer \(it answered 500\)/],
])('%s is told as %s, with the reason where one came', async (path, code, message) => {
  await expect(ask(path)).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
});
