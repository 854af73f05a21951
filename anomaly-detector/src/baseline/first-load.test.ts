import { describe, expect, it } from 'vitest';
import { normal, poisson, randomSource } from '../../test/random.ts';
import { SeriesBank } from './bank.ts';
import { emptyPoint, type Point } from './point.ts';
import { observe } from './series-model.ts';
import { type Traits, traitsOf } from './traits.ts';

/** What a service does in one row: its requests a second, and how long they take (s) where that is looked at. */
type Doing = { perSecond: number; tookS?: number };
type Plan = { traits: Traits; rows: number; stepS?: number; doing(row: number): Doing };

const traffic = traitsOf({ signal: 'traffic', unit: '1/s', worse: 'down' });
const latency = traitsOf({ signal: 'latency', unit: 's', worse: 'up' });
const errors = traitsOf({ signal: 'errors', unit: '1', worse: 'up' });

function run({ traits, rows, stepS = 2, doing }: Plan, seed = 1): Point[] {
  const bank = new SeriesBank();
  const slot = bank.allocate();
  const random = randomSource(seed);
  const judging = { traits, learning: 1, threshold: 2, without: 0 };
  return Array.from({ length: rows }, (_, row) => {
    const { perSecond, tookS = 0 } = doing(row);
    const requests = poisson(random, perSecond * stepS);
    const duration = requests === 0 ? Number.NaN : tookS * Math.exp(0.3 * normal(random));
    const value = traits === latency ? duration : traits === errors ? 0 : requests / stepS;
    const point = emptyPoint();
    observe(bank, slot, { t: row * stepS, value, count: requests }, judging, point);
    return point;
  });
}

const isAlert = ({ evidence, isReady }: Point) => isReady && evidence >= 1;
const idleKinds = [
  { what: 'nothing', perSecond: 0 },
  { what: 'a trickle', perSecond: 0.3 },
];

describe.each(idleKinds)('the traffic of a service that had $what before its first load', ({ perSecond }) => {
  it.each([
    { idleRows: 60, loadRows: 150 },
    { idleRows: 300, loadRows: 150 },
    { idleRows: 300, loadRows: 1800 },
  ])('is missed when it stops: $idleRows rows idle, $loadRows under load', ({ idleRows, loadRows }) => {
    const stop = idleRows + loadRows;
    const isLoad = (row: number) => row >= idleRows && row < stop;
    for (let seed = 1; seed <= 5; seed += 1) {
      const doing = (row: number) => ({ perSecond: isLoad(row) ? 20 : row < stop ? perSecond : 0 });
      const points = run({ traits: traffic, rows: stop + 20, doing }, seed);
      expect(points[stop - 1]!.lower).toBeGreaterThan(0);
      expect(points.slice(0, stop).some(isAlert)).toBe(false);
      expect(points.slice(stop).some(isAlert)).toBe(true);
    }
  });

  it('is not judged until as many rows of load are learnt as any series needs', () => {
    const points = run({
      traits: traffic,
      rows: 400,
      doing: (row) => ({ perSecond: row < 200 ? perSecond : 20 }),
    });
    const cold = points.slice(200).filter(({ isReady }) => !isReady);
    expect(points[199]!.isReady).toBe(true);
    expect(cold).toHaveLength(60);
    expect(points[270]!.isReady).toBe(true);
  });
});

describe('the latency of a service that had a trickle of slow requests before its first load', () => {
  it('is held to what it is under load', () => {
    for (let seed = 1; seed <= 5; seed += 1) {
      const random = randomSource(100 + seed);
      const cold = () => 0.06 * Math.exp(0.8 * normal(random));
      const doing = (row: number) =>
        row < 300 ? { perSecond: 0.3, tookS: cold() } : { perSecond: 20, tookS: row < 420 ? 0.02 : 0.12 };
      const points = run({ traits: latency, rows: 440, doing }, seed);
      expect(points[419]!.upper).toBeLessThan(0.1);
      expect(points.slice(0, 420).some(isAlert)).toBe(false);
      expect(points.slice(420).some(isAlert)).toBe(true);
    }
  });
});

describe('a series that is not started anew', () => {
  const idle = (row: number) => (row < 300 ? 0.3 : 20);

  it.each([
    ['an error ratio: none of few requests fails as of many', errors, (row: number) => idle(row)],
    ['traffic that stops and comes back', traffic, (row: number) => (row > 200 && row < 400 ? 0 : 20)],
    ['traffic that becomes ten times as much', traffic, (row: number) => (row > 200 ? 200 : 20)],
    [
      'traffic of a small service that becomes five times as much',
      traffic,
      (row: number) => (row > 200 ? 40 : 8),
    ],
    ['a burst of a few rows', traffic, (row: number) => (row >= 200 && row < 204 ? 30 : 0.3)],
  ])('%s', (_, traits, perSecond) => {
    const points = run({ traits, rows: 600, doing: (row) => ({ perSecond: perSecond(row) }) });
    expect(points.slice(80).every(({ isReady }) => isReady)).toBe(true);
  });

  it('one that is busy for a few minutes of each hour, after the first time', () => {
    for (const busyRows of [5, 6]) {
      const doing = (row: number) => ({ perSecond: row % 60 >= 60 - busyRows ? 0.5 : 0.017, tookS: 0.02 });
      const points = run({ traits: traffic, rows: 2880, stepS: 60, doing });
      expect(points.slice(240).every(({ isReady }) => isReady)).toBe(true);
    }
  });

  it('one that has had a trickle for a day and longer', () => {
    const doing = (row: number) => ({ perSecond: row < 1500 ? 0.05 : 1, tookS: 0.02 });
    const points = run({ traits: latency, rows: 1600, stepS: 60, doing });
    expect(points.slice(80).every(({ isReady }) => isReady)).toBe(true);
  });
});

describe('a flood in the first hours of a small service', () => {
  const floodAt = 1800;
  const perSecond = (row: number) => (row >= floodAt && row < floodAt + 150 ? 40 : 8);

  it('does not hide that requests become slower with it', () => {
    for (let seed = 1; seed <= 5; seed += 1) {
      const tookS = (row: number) => 0.05 * (1 + 2 * Math.min(1, Math.max(0, (row - floodAt) / 30)));
      const doing = (row: number) => ({ perSecond: perSecond(row), tookS: tookS(row) });
      const points = run({ traits: latency, rows: floodAt + 150, doing }, seed);
      expect(points.slice(0, floodAt).some(isAlert)).toBe(false);
      expect(points.slice(floodAt).some(isAlert)).toBe(true);
    }
  });

  it('is no normal that its end would be an alert of', () => {
    for (let seed = 1; seed <= 5; seed += 1) {
      const points = run(
        { traits: traffic, rows: floodAt + 600, doing: (row) => ({ perSecond: perSecond(row) }) },
        seed,
      );
      expect(points.some(isAlert)).toBe(false);
    }
  });
});

describe('traffic that has never been', () => {
  const idleDays = (worse: Traits['worse']) =>
    run({
      traits: traitsOf({ signal: 'traffic', unit: '1/s', worse }),
      rows: 3010,
      stepS: 60,
      doing: (row) => ({ perSecond: row < 3000 ? 0 : 20 }),
    });

  it('begins after days where more of it does no harm', () => {
    expect(idleDays('down')[3000]!.isReady).toBe(false);
  });

  it('is told after days where more of it may be bad', () => {
    const points = idleDays('both');
    expect(points.every(({ isReady }, row) => isReady === row >= 60)).toBe(true);
    expect(points.slice(3000).some(isAlert)).toBe(true);
  });
});
