import { describe, expect, test } from 'vitest';
import { startClient, startServer, until } from './fixture.ts';
import { flag } from './unleash-server.ts';

describe('polling', () => {
  test('stands in while the stream is refused, and gives way to it by itself', async () => {
    const server = await startServer(flag('recommendations', true));
    server.treat('stream', 404);
    const { client } = await startClient(server);
    expect(await client.ready()).toBe('poll');
    expect(client.revision()).toBe(10);
    server.set(flag('recommendations', false));
    await until(() => !client.isLive('recommendations'));
    server.treat('stream', 'serve');
    await until(() => client.source() === 'stream');
    const polls = server.requests('poll').length;
    server.set(flag('recommendations', true));
    await until(() => client.isLive('recommendations'));
    expect(server.requests('poll').length - polls).toBeLessThanOrEqual(1);
  });

  test.each([403, 404, 429, 500, 501, 503])('a stream refused with %i is tried again', async (status) => {
    const server = await startServer();
    server.treat('stream', status);
    const { client, errors } = await startClient(server);
    expect(await client.ready()).toBe('poll');
    await until(() => server.requests('stream').length >= 3);
    expect(errors.map(({ code }) => code)).toEqual(['STREAM_REFUSED']);
    server.treat('stream', 'serve');
    await until(() => client.source() === 'stream');
  });

  test('asks with the ETag and takes 304 for news that there are none', async () => {
    const server = await startServer(flag('a', true));
    server.treat('stream', 501);
    const { client } = await startClient(server);
    await client.ready();
    await until(() => server.requests('poll').length >= 3);
    const etags = server.requests('poll').map(({ headers }) => headers['if-none-match']);
    expect(etags[0]).toBeUndefined();
    expect(etags[2]).toBe('"76d8bb0e:10:v1"');
    expect(client.source()).toBe('poll');
  });

  test('polls while a proxy holds the stream back', async () => {
    const server = await startServer(flag('recommendations', false));
    server.treat('stream', 'hang');
    const { client } = await startClient(server, { timing: { requestTimeoutMs: 200 } });
    expect(await client.ready()).toBe('poll');
    expect(client.isLive('recommendations')).toBe(false);
  });

  test('takes a page that is no stream for a refusal', async () => {
    const server = await startServer();
    server.streamHeaders = { 'content-type': 'text/html' };
    const { client, errors } = await startClient(server);
    expect(await client.ready()).toBe('poll');
    expect(errors[0]?.message).toContain('content-type should be text/event-stream, but was text/html');
  });

  test('polls when the server asks for it, and returns when the server welcomes streams again', async () => {
    const server = await startServer();
    const { client } = await startClient(server, { timing: { reconnectMaxMs: 60_000, pollIntervalMs: 50 } });
    await client.ready();
    server.write('fetch-mode', 'polling');
    await until(() => client.source() === 'poll');
    expect(server.streams).toBe(0);
    server.pollHeaders = { 'fetch-mode': 'streaming' };
    await until(() => client.source() === 'stream');
  });

  test('returns to streaming after a while although the server never says so', async () => {
    const server = await startServer();
    const { client } = await startClient(server, { timing: { reconnectMaxMs: 30 } });
    await client.ready();
    server.write('fetch-mode', 'polling');
    await until(() => client.source() === 'poll');
    await until(() => client.source() === 'stream');
  });

  test('a poll is not older than the stream before it', async () => {
    const server = await startServer(flag('recommendations', false));
    const { client, errors } = await startClient(server);
    await client.ready();
    server.treat('stream', 503);
    server.flags.set('recommendations', flag('recommendations', true));
    server.revision = 4;
    server.dropConnections();
    await until(() => errors.some((error) => error.code === 'REVISION_BEHIND'));
    expect([client.revision(), client.isLive('recommendations')]).toEqual([10, false]);
    server.set(flag('recommendations', true));
    server.revision = 11;
    await until(() => client.isLive('recommendations'));
  });
});
