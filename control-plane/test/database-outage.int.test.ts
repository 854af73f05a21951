import pg from 'pg';
import { afterAll, beforeAll, expect, inject, it, vi } from 'vitest';
import type { ControlPlane } from '../src/compose.ts';
import { ChangeAccepted, ChangeList, InstanceList } from '../src/contract/index.ts';
import {
  beat,
  Caller,
  heartbeat,
  makeSetting,
  type Setting,
  sdkToken,
  signIn,
  startOn,
} from './setting/control-plane.ts';

let setting: Setting;
let controlPlane: ControlPlane;

beforeAll(async () => {
  setting = await makeSetting();
  controlPlane = await startOn(setting);
});

afterAll(async () => {
  await controlPlane?.close();
  await setting?.remove();
});

/** Takes the one database away, or brings it back. */
async function setDatabase(isThere: boolean): Promise<void> {
  const name = new URL(setting.databaseUrl).pathname.slice(1);
  const client = new pg.Client({ connectionString: inject('services').postgresUrl });
  await client.connect();
  await client.query(`alter database ${name} allow_connections ${isThere}`);
  if (!isThere)
    await client.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name]);
  await client.end();
}

it('says that the database is away, keeps the streams, and goes on by itself when it is back', async () => {
  const responder = await signIn(controlPlane.url, 'responder');
  const admin = await signIn(controlPlane.url, 'admin');
  const stream = await fetch(`${controlPlane.url}/unleash/api/client/streaming`, {
    headers: { authorization: sdkToken },
  });
  let streamed = '';
  void stream
    .body!.pipeThrough(new TextDecoderStream())
    .pipeTo(
      new WritableStream({
        write: (part) => {
          streamed += part;
        },
      }),
    )
    .catch(() => undefined);
  await vi.waitFor(() => expect(streamed).toContain('unleash-connected'), { timeout: 15_000 });

  await setDatabase(false);
  try {
    const kill = await responder.post('/api/v1/switches/recommendations/kill', {
      reason: 'while it is away',
    });
    expect(kill.problem).toMatchObject({ status: 503, code: 'database.away' });
    const nobody = new Caller(controlPlane.url);
    expect((await nobody.get('/readyz')).status).toBe(503);
    expect((await nobody.get('/livez')).status).toBe(200);
    expect(await beat(controlPlane.url, heartbeat('gateway-1', 1))).toBe(204);
  } finally {
    await setDatabase(true);
  }

  await vi.waitFor(
    async () => {
      expect((await new Caller(controlPlane.url).get('/readyz')).status).toBe(200);
      expect((await responder.get('/api/v1/instances')).as(InstanceList).instances).toHaveLength(1);
    },
    { timeout: 15_000 },
  );
  const kill = await responder.post('/api/v1/switches/recommendations/kill', { reason: 'it is back' });
  const { propagation } = kill.as(ChangeAccepted);
  await vi.waitFor(() => expect(streamed).toContain(`id: ${propagation.revision}\n`), { timeout: 15_000 });
  expect(streamed.match(/unleash-connected/g)).toHaveLength(1);

  await admin.post('/unleash/api/admin/projects/default/features/ranker-v2/environments/production/on');
  await vi.waitFor(
    async () => {
      const { changes } = (await responder.get('/api/v1/changes')).as(ChangeList);
      expect(changes.map(({ target }) => target)).toEqual(['recommendations', 'ranker-v2']);
    },
    { timeout: 15_000 },
  );
});
