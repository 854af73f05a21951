import { describe, expect, it } from 'vitest';
import { type Conditions, SimulatedShop } from '../../test/simulated-shop.ts';
import { type ChangeEvent, IncidentReport } from '../contract/index.ts';
import { Engine } from './engine.ts';

const start = Date.parse('2026-11-21T00:00:00Z');
const stepS = 2;
const options = { entries: ['gateway'], unowned: ['payment-gateway'] };
const switches = [
  { key: 'recommendations', service: 'gateway', dependency: 'recommendation' },
  { key: 'payments.capture', service: 'order', dependency: 'payment' },
];

type Play = {
  seed: number;
  seconds: number;
  /** What the shop is like at each second, 0 being when it has been running for four minutes. */
  conditions?: (second: number) => Conditions;
  changes?: [number, Partial<ChangeEvent> & { id: string; services: string[] }][];
  killedFrom?: number;
};

const warmS = 240;
const fault: Conditions = { trouble: { recommendation: { addedS: 0.4, errorRatio: 0.3 } } };

function change(
  second: number,
  more: Partial<ChangeEvent> & { id: string; services: string[] },
): ChangeEvent {
  return {
    at: new Date(start + (warmS + second) * 1000).toISOString(),
    kind: 'flag',
    target: more.id,
    title: more.id,
    actor: 'ada@example.org',
    effect: 'enable',
    exposure: null,
    version: null,
    ...more,
  };
}

/** Runs a shop and the engine; returns the last report of each incident, and the second in which each first came. */
function play({
  seed,
  seconds,
  conditions = () => ({}),
  changes = [],
  killedFrom = Number.POSITIVE_INFINITY,
}: Play) {
  const shop = new SimulatedShop(seed, stepS);
  const engine = new Engine(options);
  const reports = new Map<string, IncidentReport>();
  const openedAt = new Map<string, number>();
  const recoveredAt = new Map<string, number>();
  for (let second = stepS - warmS; second <= seconds; second += stepS) {
    const now = start + (warmS + second) * 1000;
    engine.setSwitches(
      switches.map((hint) => ({
        ...hint,
        state: second >= killedFrom && hint.key === 'recommendations' ? 'KILLED' : 'LIVE',
      })),
    );
    engine.addChanges(changes.filter(([at]) => at <= second).map(([at, more]) => change(at, more)));
    for (const reading of shop.next(now, conditions(second))) engine.read(reading, now);
    for (const report of engine.tick(now).reports) {
      if (!openedAt.has(report.id)) openedAt.set(report.id, second);
      if (report.recoveredAt !== null && !recoveredAt.has(report.id)) recoveredAt.set(report.id, second);
      reports.set(report.id, IncidentReport.parse(report));
    }
  }
  return {
    engine,
    incidents: [...reports.values()],
    opened: [...openedAt.values()],
    recovered: [...recoveredAt.values()],
  };
}

const decoys: Play['changes'] = [
  [-100, { id: 'catalog-badges', services: ['catalog'] }],
  [-60, { id: 'order-express-label', services: ['order'] }],
  [-30, { id: 'payment-retry-hint', services: ['payment'] }],
  [-8, { id: 'gateway-compact-cards', services: ['gateway'] }],
];

describe('the engine on a simulated shop', () => {
  it.each([1, 2, 3, 4, 5, 6])(
    'walks the whole loop: one incident from fault to recovery (seed %i)',
    (seed) => {
      const { incidents, opened, recovered } = play({
        seed,
        seconds: 240,
        changes: [
          ...decoys!,
          [0, { id: 'ranker-v2', services: ['recommendation'] }],
          [40, { id: 'kill', services: ['gateway'], effect: 'kill' }],
          [150, { id: 'restore', services: ['gateway'], effect: 'restore' }],
        ],
        killedFrom: 40,
        conditions: (second) => ({
          ...(second > 0 && second <= 120 ? fault : {}),
          isKilled: second > 40 && second <= 150,
        }),
      });
      expect(incidents).toHaveLength(1);
      const [incident] = incidents;
      expect(opened[0]).toBeLessThanOrEqual(16);
      expect(incident!.origins[0]!.service).toBe('recommendation');
      expect(incident!.suspects[0]!.changeId).toBe('ranker-v2');
      expect(incident!.verdict).toBe('change');
      expect(incident!.suggestion?.switchKey).toBe('recommendations');
      expect(incident!.cleared.map(({ changeId }) => changeId)).toContain('kill');
      expect(recovered[0]).toBeLessThanOrEqual(40 + 30);
      expect(Date.parse(incident!.recoveredAt!) - (start + (warmS + 40) * 1000)).toBeLessThanOrEqual(10_000);
    },
  );

  it('raises no incident in ten healthy minutes with benign changes, over many shops', {
    timeout: 60_000,
  }, () => {
    const noisy = Array.from({ length: 15 }, (_, i) => i + 100).filter(
      (seed) => play({ seed, seconds: 600, changes: decoys! }).incidents.length > 0,
    );
    expect(noisy).toEqual([]);
  });

  it('raises no incident at a quarter of the traffic', () => {
    const noisy = [7, 8, 9].filter(
      (seed) =>
        play({ seed, seconds: 600, conditions: () => ({ requestsPerSecond: 10 }) }).incidents.length > 0,
    );
    expect(noisy).toEqual([]);
  });

  it.each([7, 8, 9])(
    'finds one request in three that fails at a quarter of the traffic (seed %i)',
    (seed) => {
      const conditions = (second: number): Conditions => ({
        requestsPerSecond: 10,
        ...(second > 0 ? { trouble: { recommendation: { addedS: 0, errorRatio: 0.33 } } } : {}),
      });
      const { incidents, opened } = play({ seed, seconds: 90, conditions });
      expect(incidents.map(({ origins }) => origins[0]!.service)).toEqual(['recommendation']);
      expect(opened[0]).toBeGreaterThan(0);
    },
  );

  it('takes the restart of a process for what it is', () => {
    const restart = (second: number): Conditions =>
      second > 60 && second <= 64 ? { trouble: { catalog: { isDown: true } } } : {};
    for (const seed of [11, 12, 13])
      expect(play({ seed, seconds: 180, conditions: restart }).incidents).toEqual([]);
  });

  it('names a service that is down for good', () => {
    const down = (second: number): Conditions =>
      second > 0 ? { trouble: { recommendation: { isDown: true } } } : {};
    const { incidents, opened } = play({ seed: 14, seconds: 60, conditions: down });
    expect(incidents).toHaveLength(1);
    expect(incidents[0]!.origins[0]!.service).toBe('recommendation');
    expect(opened[0]).toBeLessThanOrEqual(20);
  });

  it('finds an origin two calls deep and suggests the switch next to it', () => {
    const slow = (second: number): Conditions =>
      second > 0
        ? { trouble: { payment: { addedS: 0.6, errorRatio: 0.5 } }, requestsPerSecond: 80 }
        : { requestsPerSecond: 80 };
    const { incidents } = play({ seed: 15, seconds: 90, conditions: slow });
    expect(incidents).toHaveLength(1);
    expect(incidents[0]!.origins[0]!.service).toBe('payment');
    expect(incidents[0]!.suggestion?.switchKey).toBe('payments.capture');
    expect(incidents[0]!.verdict).toBe('no_change');
  });

  it('treats less traffic as a symptom at the entry only', () => {
    const quiet = (second: number): Conditions => ({ requestsPerSecond: second > 0 ? 2 : 40 });
    const { incidents } = play({ seed: 16, seconds: 120, conditions: quiet });
    expect(incidents).toHaveLength(1);
    expect(
      incidents[0]!.alerts.every(({ signal, service }) => signal !== 'traffic' || service === 'gateway'),
    ).toBe(true);
    expect(incidents[0]!.origins[0]!.service).toBe('gateway');
  });

  it('learns the calls between services', () => {
    const { engine } = play({ seed: 17, seconds: 0 });
    expect(engine.topology.hops('gateway', 'payment-gateway')).toBe(3);
  });

  it('goes on after snapshot and restore as if nothing had happened', () => {
    const shop = new SimulatedShop(18, stepS);
    const first = new Engine(options);
    let now = start;
    const run = (engines: Engine[], rows: number) => {
      const heard: string[] = [];
      for (let row = 0; row < rows; row += 1) {
        now += stepS * 1000;
        const readings = shop.next(now, row > 20 ? fault : {});
        for (const engine of engines) {
          for (const reading of readings) engine.read(reading, now);
          heard.push(JSON.stringify(engine.tick(now).reports));
        }
      }
      return heard;
    };
    run([first], 20);
    for (let i = 0; i < 6; i += 1) run([first], 18);
    const second = new Engine(options);
    second.restore(first.snapshot());
    const heard = run([first, second], 40);
    const [ofFirst, ofSecond] = [heard.filter((_, i) => i % 2 === 0), heard.filter((_, i) => i % 2 === 1)];
    expect(ofSecond).toEqual(ofFirst);
    expect(ofFirst.some((text) => text !== '[]')).toBe(true);
  });

  it.each([0, 0.3])(
    'misses users who stay away, though it first saw the shop at %s requests a second',
    (idle) => {
      const engine = new Engine(options);
      const shop = new SimulatedShop(23, stepS);
      const alerted: string[] = [];
      const run = (from: number, rows: number, requestsPerSecond: number) => {
        for (let row = from; row < from + rows; row += 1) {
          const at = start + row * stepS * 1000;
          for (const reading of shop.next(at, { requestsPerSecond }))
            if (engine.read(reading, at)?.type === 'started') alerted.push(reading.series.key);
        }
      };
      run(0, 150, idle);
      run(150, 150, 40);
      expect(alerted).toEqual([]);
      run(300, 30, 0);
      expect(alerted).toEqual(['gateway|in||request_rate']);
    },
  );

  it('is warm after two minutes and says how long it takes until then', () => {
    const engine = new Engine(options);
    const shop = new SimulatedShop(19, stepS);
    const shares: number[] = [];
    for (let row = 1; row <= 75; row += 1) {
      for (const reading of shop.next(start + row * 2000)) engine.read(reading, start + row * 2000);
      if (row === 30) expect(engine.warmth()).toMatchObject({ ready: false, remainingS: 60 });
      shares.push(engine.warmth().share);
    }
    expect(engine.warmth().ready).toBe(true);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
  });
});
