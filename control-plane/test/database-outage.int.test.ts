import { afterAll, beforeAll, expect, it, vi } from 'vitest';
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

  await setting.setDatabase(false);
  try {
    const report = await admin.post('/api/v1/changes', {
      kind: 'deploy',
      services: ['gateway'],
      target: 'gateway',
      title: 'while it is away',
    });
    expect(report.problem).toMatchObject({ status: 503, code: 'database.away' });
    const nobody = new Caller(controlPlane.url);
    await vi.waitFor(async () => expect((await nobody.get('/readyz')).text).toContain('"degraded"'), {
      timeout: 15_000,
    });
    expect((await nobody.get('/readyz')).status).toBe(200);
    expect((await nobody.get('/livez')).status).toBe(200);
    expect(await beat(controlPlane.url, heartbeat('gateway-1', 1))).toBe(204);
  } finally {
    await setting.setDatabase(true);
  }

  await vi.waitFor(
    async () => {
      expect((await new Caller(controlPlane.url).get('/readyz')).text).toContain('"ok"');
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
