import { describe, expect, test } from 'vitest';
import { startClient, startServer, until } from './fixture.ts';
import { flag } from './unleash-server.ts';

describe('streaming', () => {
  test('is ready with the state of the stream and follows a kill', async () => {
    const server = await startServer(flag('recommendations', true));
    const { client, errors } = await startClient(server);
    expect(await client.ready()).toBe('stream');
    expect([client.revision(), client.isLive('recommendations')]).toEqual([10, true]);
    server.set(flag('recommendations', false));
    await until(() => !client.isLive('recommendations'));
    expect(client.revision()).toBe(11);
    expect(errors).toEqual([]);
    expect(server.requests('poll')).toEqual([]);
  });

  test('says who it is with the headers of a stock client', async () => {
    const server = await startServer();
    const { client } = await startClient(server);
    await client.ready();
    expect(server.requests('stream')[0]?.headers).toMatchObject({
      authorization: server.options.token,
      'unleash-appname': 'gateway',
      'unleash-instanceid': 'gateway-1',
      'unleash-connection-id': expect.stringMatching(/^[0-9a-f-]{36}$/),
      'unleash-sdk': expect.stringMatching(/^breakwater-flag-sdk:\d+\.\d+\.\d+$/),
      accept: 'text/event-stream',
    });
  });

  test('follows updates and removals, and tells its listeners each revision', async () => {
    const server = await startServer(flag('badges', false, { type: 'release' }));
    const { client } = await startClient(server);
    const revisions: number[] = [];
    client.on('revision', ({ revision }) => revisions.push(revision));
    await client.ready();
    server.set(flag('badges', true));
    await until(() => client.isEnabled('badges'));
    server.remove('badges');
    await until(() => !client.isEnabled('badges'));
    expect(client.isEnabled('badges', {}, true)).toBe(true);
    expect(revisions).toEqual([10, 11, 12]);
  });

  test('takes a character that two chunks share, and an event of a newer server, for what they are', async () => {
    const server = await startServer(flag('ä-flag', true));
    const { client, errors } = await startClient(server);
    await client.ready();
    server.push({ type: 'something-new', eventId: 11 });
    server.set(flag('grüße-日本', true, { description: 'x'.repeat(300_000) }));
    await until(() => client.isEnabled('grüße-日本'));
    expect(client.isEnabled('ä-flag')).toBe(true);
    expect(errors).toEqual([]);
  });

  test('opens a dropped stream again and catches up with what it missed', async () => {
    const server = await startServer(flag('recommendations', true));
    const { client } = await startClient(server);
    await client.ready();
    server.flags.set('recommendations', flag('recommendations', false));
    server.revision = 20;
    server.dropConnections();
    await until(() => !client.isLive('recommendations'));
    await until(() => client.source() === 'stream');
    expect(client.revision()).toBe(20);
  });

  test('takes a silent stream for dead', async () => {
    const server = await startServer();
    const { client, errors } = await startClient(server, { timing: { streamIdleMs: 100 } });
    await client.ready();
    await until(() => server.requests('stream').length >= 3);
    expect(errors.map(({ code }) => code)).toContain('STREAM_BROKEN');
    await until(() => client.source() === 'stream');
  });

  test('a comment keeps a stream alive', async () => {
    const server = await startServer();
    const { client } = await startClient(server, { timing: { streamIdleMs: 1_000 } });
    await client.ready();
    const since = Date.now();
    const comments = setInterval(() => server.write('comment', ''), 50);
    await until(() => Date.now() - since > 2_500);
    clearInterval(comments);
    expect(server.requests('stream')).toHaveLength(1);
  });

  test('asks for a whole state when an update cannot be read, and loses nothing', async () => {
    const server = await startServer(flag('a', true), flag('b', true));
    const { client, errors } = await startClient(server);
    await client.ready();
    server.flags.set('a', flag('a', false));
    server.revision += 1;
    server.push({ type: 'feature-updated', eventId: server.revision, feature: { name: 'a' } });
    await until(() => !client.isLive('a'));
    expect(client.revision()).toBe(11);
    server.flags.set('b', flag('b', false));
    server.revision += 1;
    server.write('unleash-updated', '{"events": [');
    await until(() => !client.isLive('b'));
    expect(errors.map(({ code }) => code)).toContain('UPDATE_INVALID');
  });

  test('one unreadable flag does not hold up the others, and keeps what was known of it', async () => {
    const server = await startServer(flag('a', true), flag('b', false));
    const { client, errors } = await startClient(server);
    await client.ready();
    const broken = { name: 'b', enabled: 'yes' };
    server.push({ type: 'hydration', eventId: 12, features: [flag('a', false), broken], segments: [] });
    await until(() => !client.isLive('a'));
    expect(client.isLive('b')).toBe(false);
    expect(errors.map(({ code }) => code)).toEqual(['UPDATE_INVALID']);
  });

  test('resumes from the last event id where the server gives one', async () => {
    const server = await startServer();
    server.sendsIds = true;
    const { client } = await startClient(server);
    await client.ready();
    server.set(flag('a', true));
    await until(() => client.revision() === 11);
    server.dropConnections();
    await until(() => server.requests('stream').length === 2);
    expect(server.requests('stream')[1]?.headers['last-event-id']).toBe('11');
  });
});

describe('the revision never goes back', () => {
  test('a whole state that is older is refused, and told', async () => {
    const server = await startServer(flag('recommendations', false));
    const { client, errors } = await startClient(server);
    await client.ready();
    server.flags.set('recommendations', flag('recommendations', true));
    server.revision = 7;
    server.dropConnections();
    await until(
      () => server.requests('stream').length >= 2 && errors.some((error) => error.code === 'REVISION_BEHIND'),
    );
    expect([client.revision(), client.isLive('recommendations')]).toEqual([10, false]);
    server.revision = 30;
    server.push({ type: 'feature-updated', eventId: 30, feature: flag('recommendations', true) });
    await until(() => client.isLive('recommendations'));
    expect(client.revision()).toBe(30);
  });

  test('an update that was overtaken on its way still counts, an old one of the same flag does not', async () => {
    const server = await startServer(flag('a', true), flag('b', true));
    const { client } = await startClient(server);
    await client.ready();
    server.push({ type: 'feature-updated', eventId: 14, feature: flag('b', false) });
    server.push({ type: 'feature-updated', eventId: 13, feature: flag('a', false) });
    server.push({ type: 'feature-updated', eventId: 12, feature: flag('b', true) });
    server.push({ type: 'feature-updated', eventId: 15, feature: flag('c', true) });
    await until(() => client.revision() === 15);
    expect([client.isLive('a'), client.isLive('b')]).toEqual([false, false]);
  });
});
