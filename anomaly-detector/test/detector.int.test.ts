import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openBus } from '@breakwater/event-bus';
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { type RunningDetector, startDetector } from '../src/compose.ts';
import { readConfig } from '../src/config.ts';
import {
  type Alert,
  BandRange,
  type ChangeEvent,
  DetectorStatus,
  SeriesStatus,
  topics,
} from '../src/contract/index.ts';
import { type SmallControlPlane, startControlPlane } from './control-plane.ts';
import { type ShopProcess, startLoad, startShopProcess } from './shop-process.ts';

const patience = { timeout: 50_000, interval: 100 };

describe('the detector on two real processes', { timeout: 150_000 }, () => {
  const environment = `test-${Math.random().toString(36).slice(2)}`;
  let folder: string;
  let gateway: ShopProcess;
  let recommendation: ShopProcess;
  let plane: SmallControlPlane;
  let load: ReturnType<typeof startLoad>;
  let detector: RunningDetector;
  let bus: Awaited<ReturnType<typeof openBus>>;
  const alerts: Alert[] = [];

  const config = () =>
    readConfig({
      BREAKWATER_DETECTOR_PORT: '0',
      BREAKWATER_LOG_LEVEL: 'silent',
      BREAKWATER_ENVIRONMENT: environment,
      BREAKWATER_DATA_DIR: folder,
      BREAKWATER_TARGETS_FILE: join(folder, 'targets.json'),
      BREAKWATER_SCRAPE_INTERVAL_MS: '250',
      BREAKWATER_CONTROL_PLANE_URL: plane.url,
      BREAKWATER_DETECTOR_TOKEN: plane.token,
      BREAKWATER_BUS: inject('services').redisUrl,
    });
  const get = async (path: string) => (await fetch(`${detector.url}${path}`)).json();
  const status = async () => DetectorStatus.parse(await get('/api/v1/status'));
  const change = (id: string, services: string[]): ChangeEvent => ({
    id,
    at: new Date().toISOString(),
    kind: 'flag',
    services,
    target: id,
    title: `${id} on`,
    actor: 'ada@example.org',
    effect: 'enable',
    exposure: 1,
    version: null,
  });
  const publish = (event: ChangeEvent) =>
    bus.publish(topics.changes, { key: environment, type: 'ops.change', source: 'test', data: event });

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'detector-'));
    [gateway, recommendation, plane] = await Promise.all([
      startShopProcess(),
      startShopProcess(),
      startControlPlane(),
    ]);
    plane.switches = [
      { key: 'recommendations', service: 'gateway', dependency: 'recommendation', state: 'LIVE' },
    ];
    await writeFile(
      join(folder, 'targets.json'),
      JSON.stringify([
        { targets: [gateway.address], labels: { service: 'gateway', instance: 'gateway-1' } },
        {
          targets: [recommendation.address],
          labels: { service: 'recommendation', instance: 'recommendation-1' },
        },
      ]),
    );
    bus = await openBus(inject('services').redisUrl, { clientId: environment });
    await bus.subscribe(topics.alerts, {
      group: environment,
      from: 'end',
      handler: async (event) => {
        if (event.key === environment) alerts.push(event.data as Alert);
      },
    });
    load = startLoad(gateway, recommendation, 1);
    detector = await startDetector(config());
  });

  afterAll(async () => {
    load?.stop();
    await detector?.close();
    await bus?.close();
    await Promise.all([gateway?.close(), recommendation?.close(), plane?.close()]);
    await rm(folder, { recursive: true, force: true });
  });

  it('learns from scrapes and says how warm it is', async () => {
    await vi.waitFor(async () => expect((await status()).warmth.share).toBeGreaterThan(0), patience);
    expect((await status()).warmth.ready).toBe(false);
    await vi.waitFor(
      async () => expect((await status()).warmth).toMatchObject({ ready: true, remainingS: 0 }),
      patience,
    );
    const now = await status();
    expect(now.topology).toEqual([{ caller: 'gateway', callee: 'recommendation' }]);
    expect(now.targets.map(({ instance, up }) => [instance, up])).toEqual([
      ['gateway-1', true],
      ['recommendation-1', true],
    ]);
    expect(now.samplesPerSecond).toBeGreaterThan(0);
  });

  it('serves bands for every series that it lists', async () => {
    const { series } = (await get('/api/v1/series')) as { series: unknown[] };
    const listed = series.map((item) => SeriesStatus.parse(item));
    expect(listed.map(({ key }) => key)).toContain('gateway|out|recommendation|latency_p95');
    for (const { key } of listed) {
      const band = BandRange.parse(await get(`/api/v1/band?key=${encodeURIComponent(key)}&points=20`));
      expect(band.time.length).toBeGreaterThan(5);
      expect(band.time.length).toBeLessThanOrEqual(20);
      expect(
        new Set([band.value, band.expected, band.lower, band.upper, band.alert].map(({ length }) => length))
          .size,
      ).toBe(1);
    }
  });

  it('opens one incident with origin, suspect and switch, although the control plane is away at first', async () => {
    await publish(change('gateway-compact-cards', ['gateway']));
    await publish(change('ranker-v2', ['recommendation']));
    plane.isAway = true;
    load.mood = 'faulty';
    await vi.waitFor(() => expect(alerts.some(({ endsAt }) => endsAt === null)).toBe(true), patience);
    plane.isAway = false;
    await vi.waitFor(() => expect(plane.reports.size).toBe(1), patience);
    await vi.waitFor(
      () => expect([...plane.reports.values()][0]!.suggestion?.switchKey).toBe('recommendations'),
      patience,
    );
    const [report] = [...plane.reports.values()];
    expect(report!.origins[0]!.service).toBe('recommendation');
    expect(report!.suspects[0]!.changeId).toBe('ranker-v2');
    expect(
      report!.alerts.some(({ sentence }) =>
        /recommendation (is|was up to) .*, expected .*, for \d+ s/.test(sentence),
      ),
    ).toBe(true);
  });

  it('sees the recovery after the kill, and keeps what it suggested', async () => {
    load.mood = 'killed';
    plane.switches = plane.switches.map((hint) => ({ ...hint, state: 'KILLED' as const }));
    await vi.waitFor(() => expect([...plane.reports.values()][0]!.recoveredAt).not.toBeNull(), patience);
    expect(plane.reports.size).toBe(1);
    expect([...plane.reports.values()][0]!.suggestion?.switchKey).toBe('recommendations');
    await vi.waitFor(() => expect(alerts.some(({ endsAt }) => endsAt !== null)).toBe(true), patience);
  });

  it('is warm at once after a restart, with its charts', async () => {
    await detector.close();
    load.mood = 'healthy';
    detector = await startDetector(config());
    expect((await status()).warmth.ready).toBe(true);
    const band = BandRange.parse(await get('/api/v1/band?key=gateway%7Cin%7C%7Clatency_p95'));
    expect(band.time.length).toBeGreaterThan(20);
    expect(plane.reports.size).toBe(1);
  });

  it('follows the targets file and names a target that does not answer', async () => {
    await gateway.close();
    await vi.waitFor(async () => {
      const target = (await status()).targets.find(({ instance }) => instance === 'gateway-1');
      expect(target).toMatchObject({ up: false });
      expect(target!.error).not.toBe('');
    }, patience);
    await writeFile(
      join(folder, 'targets.json'),
      JSON.stringify([
        { targets: [recommendation.address], labels: { service: 'recommendation', instance: 'only' } },
      ]),
    );
    await vi.waitFor(
      async () => expect((await status()).targets.map(({ instance }) => instance)).toEqual(['only']),
      patience,
    );
  });
});
