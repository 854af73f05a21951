import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { ControlPlane } from '../src/compose.ts';
import { ChangeAccepted, LiveEvent } from '../src/contract/index.ts';
import {
  beat,
  Caller,
  detectorToken,
  heartbeat,
  makeSetting,
  type Setting,
  signIn,
  startOn,
  tokenOf,
} from './setting/control-plane.ts';
import { report } from './setting/fake-detector.ts';

let setting: Setting;
let controlPlane: ControlPlane;
const open: AbortController[] = [];

beforeAll(async () => {
  setting = await makeSetting();
  controlPlane = await startOn(setting);
});

afterAll(async () => {
  for (const controller of open) controller.abort();
  await controlPlane?.close();
  await setting?.remove();
});

type Received = LiveEvent & { id: string };

/** Reads the live stream and checks every event against the contract. */
async function watch(lastEventId?: string): Promise<{ events: Received[]; leave(): void }> {
  const controller = new AbortController();
  open.push(controller);
  const response = await fetch(`${controlPlane.url}/api/v1/live`, {
    signal: controller.signal,
    headers: {
      authorization: `Bearer ${await tokenOf(controlPlane.url, 'viewer')}`,
      ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }),
    },
  });
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  expect(response.headers.get('cache-control')).toBe('no-cache, no-transform');
  const events: Received[] = [];
  void collect(response, events).catch(() => undefined);
  return { events, leave: () => controller.abort() };
}

async function collect(response: Response, events: Received[]): Promise<void> {
  let text = '';
  for await (const part of response.body!.pipeThrough(new TextDecoderStream())) {
    text += part;
    const blocks = text.split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks.filter((one) => one.startsWith('event:'))) events.push(parse(block));
  }
}

function parse(block: string): Received {
  const field = (name: string) =>
    block
      .split('\n')
      .find((line) => line.startsWith(`${name}: `))
      ?.slice(name.length + 2);
  const event = LiveEvent.parse({ type: field('event'), data: JSON.parse(field('data') ?? 'null') });
  return { ...event, id: field('id') ?? '' };
}

const typesOf = (events: Received[]) => events.map(({ type }) => type);

it('tells a new reader the whole state, then each change as it happens', async () => {
  const detector = new Caller(controlPlane.url, detectorToken);
  await detector.put('/api/v1/incidents/known/report', report('known'));
  const { events } = await watch();
  await vi.waitFor(
    () => expect(typesOf(events)).toEqual(expect.arrayContaining(['switch', 'instances', 'incident'])),
    { timeout: 15_000 },
  );

  const responder = await signIn(controlPlane.url, 'responder');
  await beat(controlPlane.url, heartbeat('gateway-1', 1));
  const kill = await responder.post('/api/v1/switches/recommendations/kill', { reason: 'slow' });
  const { changeId, propagation } = kill.as(ChangeAccepted);
  await beat(controlPlane.url, heartbeat('gateway-1', propagation.revision));
  await vi.waitFor(
    () => {
      expect(events).toContainEqual(
        expect.objectContaining({ type: 'change', data: expect.objectContaining({ id: changeId }) }),
      );
      const proofs = events.flatMap((event) => (event.type === 'propagation' ? [event.data] : []));
      expect(proofs.at(-1)).toMatchObject({ changeId, confirmed: 1, total: 1 });
      const shown = events.findLast((event) => event.type === 'switch');
      expect(shown?.data).toMatchObject({ state: 'KILLED', propagation: { confirmed: 1 } });
    },
    { timeout: 15_000 },
  );
});

it('a reader who comes back gets what was missed, no more and no less', async () => {
  const first = await watch();
  await vi.waitFor(() => expect(first.events.length).toBeGreaterThan(0), { timeout: 15_000 });
  const responder = await signIn(controlPlane.url, 'responder');
  const deploy = (title: string) => ({ kind: 'deploy', services: ['order'], target: 'order', title });
  const pipeline = await signIn(controlPlane.url, 'release-manager');
  await pipeline.post('/api/v1/changes', deploy('seen before'));
  await vi.waitFor(
    () => expect(first.events.at(-1)).toMatchObject({ type: 'change', data: { title: 'seen before' } }),
    {
      timeout: 15_000,
    },
  );
  const lastId = first.events.at(-1)!.id;
  first.leave();
  await pipeline.post('/api/v1/changes', deploy('missed 1'));
  await pipeline.post('/api/v1/changes', deploy('missed 2'));
  await responder.get('/api/v1/changes');

  const { events } = await watch(lastId);
  await vi.waitFor(
    () =>
      expect(events.flatMap((e) => (e.type === 'change' ? [e.data.title] : []))).toEqual([
        'missed 1',
        'missed 2',
      ]),
    {
      timeout: 15_000,
    },
  );
  expect(events.filter(({ type }) => type === 'switch')).toEqual([]);
});

it('a reader with an id of another start gets the whole state', async () => {
  const { events } = await watch('elsewhere-12');
  await vi.waitFor(() => expect(typesOf(events)).toEqual(expect.arrayContaining(['switch', 'instances'])), {
    timeout: 15_000,
  });
});

it('instances are told of once a second at most', async () => {
  const { events } = await watch();
  await vi.waitFor(() => expect(events.length).toBeGreaterThan(0), { timeout: 15_000 });
  const before = events.filter(({ type }) => type === 'instances').length;
  const from = performance.now();
  for (let i = 0; i < 60; i++) await beat(controlPlane.url, heartbeat(`gateway-${i}`, 1));
  await vi.waitFor(
    () => {
      const last = events.findLast((event) => event.type === 'instances');
      expect(last?.data.instances.length).toBeGreaterThanOrEqual(60);
    },
    { timeout: 15_000 },
  );
  const told = events.filter(({ type }) => type === 'instances').length - before;
  expect(told).toBeLessThanOrEqual(1 + Math.ceil((performance.now() - from) / 1000));
});

it('nobody watches without a session', async () => {
  expect((await new Caller(controlPlane.url).get('/api/v1/live')).problem.code).toBe('session.required');
});
