import { describe, expect, it } from 'vitest';
import { normal, poisson, randomSource } from '../../test/random.ts';
import { SeriesBank } from './bank.ts';
import { emptyPoint, type Point } from './point.ts';
import { adopt, observe } from './series-model.ts';
import { plainTraits, type Traits, traitsOf } from './traits.ts';

type Plan = {
  rows: number;
  stepS: number;
  value(row: number, noise: number): number;
  count?: number;
  traits?: Traits;
};

function run(plan: Plan, seed = 1): { points: Point[]; bank: SeriesBank } {
  const bank = new SeriesBank();
  const slot = bank.allocate();
  const random = randomSource(seed);
  const points: Point[] = [];
  for (let row = 0; row < plan.rows; row += 1) {
    const point = emptyPoint();
    const value = plan.value(row, normal(random));
    const judging = { traits: plan.traits ?? plainTraits, learning: 1, threshold: 2, without: 0 };
    observe(bank, slot, { t: row * plan.stepS, value, count: plan.count ?? Number.NaN }, judging, point);
    points.push(point);
  }
  return { points, bank };
}

const firstAlert = (points: readonly Point[]) =>
  points.findIndex(({ evidence, isReady }) => isReady && evidence >= 1);
const latency = traitsOf({ signal: 'latency', unit: 's', worse: 'up' });
const errors = traitsOf({ signal: 'errors', unit: '1', worse: 'up' });
const lognormal = (noise: number) => 0.02 * Math.exp(0.3 * noise);

describe('the baseline of a latency scraped every two seconds', () => {
  it('is ready after sixty rows, and not before', () => {
    const { points } = run({
      rows: 70,
      stepS: 2,
      value: (_, noise) => lognormal(noise),
      count: 80,
      traits: latency,
    });
    expect(points.findIndex(({ isReady }) => isReady)).toBe(60);
  });

  it('has a band around what is usual', () => {
    const { points } = run({
      rows: 200,
      stepS: 2,
      value: (_, noise) => lognormal(noise),
      count: 80,
      traits: latency,
    });
    const { expected, lower, upper } = points[199]!;
    expect(expected).toBeGreaterThan(0.015);
    expect(expected).toBeLessThan(0.027);
    expect(lower).toBeGreaterThanOrEqual(0);
    expect(upper).toBeGreaterThan(0.03);
    expect(upper).toBeLessThan(0.1);
  });

  it('finds 400 ms more within three rows', () => {
    const { points } = run({
      rows: 100,
      stepS: 2,
      value: (row, noise) => lognormal(noise) + (row >= 80 ? 0.4 : 0),
      count: 80,
      traits: latency,
    });
    expect(firstAlert(points)).toBeGreaterThanOrEqual(81);
    expect(firstAlert(points)).toBeLessThanOrEqual(83);
  });

  it('is not misled by a start at which nothing was ready yet', () => {
    for (let seed = 1; seed <= 20; seed += 1) {
      const plan: Plan = {
        rows: 100,
        stepS: 2,
        value: (row, noise) => (row < 20 ? 60 : 1) * lognormal(noise) + (row >= 80 ? 0.4 : 0),
        count: 80,
        traits: latency,
      };
      const { points } = run(plan, seed);
      expect(points[79]!.upper).toBeLessThan(0.15);
      expect(firstAlert(points)).toBeGreaterThanOrEqual(81);
      expect(firstAlert(points)).toBeLessThanOrEqual(86);
    }
  });

  it('takes no notice of a single slow row', () => {
    const { points } = run({
      rows: 200,
      stepS: 2,
      value: (row, noise) => lognormal(noise) + (row % 40 === 39 ? 0.5 : 0),
      count: 80,
      traits: latency,
    });
    expect(firstAlert(points)).toBe(-1);
  });

  it('takes no notice of a change by a few milliseconds, however sharp', () => {
    const { points } = run({
      rows: 200,
      stepS: 2,
      value: (row) => (row >= 100 ? 0.006 : 0.002),
      count: 80,
      traits: latency,
    });
    expect(firstAlert(points)).toBe(-1);
  });

  it('takes no notice of getting faster', () => {
    const { points } = run({
      rows: 200,
      stepS: 2,
      value: (row, noise) => 20 * lognormal(noise) * (row >= 100 ? 0.05 : 1),
      count: 80,
      traits: latency,
    });
    expect(firstAlert(points)).toBe(-1);
  });

  it('remembers what was normal before an idle stretch', () => {
    const idle = (row: number) => row >= 300 && row < 420;
    const { points } = run({
      rows: 500,
      stepS: 2,
      value: (row, noise) => lognormal(noise) + (idle(row) ? 0 : 0.06),
      count: 80,
      traits: latency,
    });
    expect(firstAlert(points)).toBe(-1);
  });

  it('learns nothing from rows without traffic and expects the same after them', () => {
    const gap = (row: number) => row >= 100 && row < 150;
    const { points } = run({
      rows: 160,
      stepS: 2,
      value: (row, noise) => (gap(row) ? Number.NaN : lognormal(noise)),
      count: 80,
      traits: latency,
    });
    expect(points[149]!.isMissing).toBe(true);
    expect(points[149]!.expected).toBeCloseTo(points[100]!.expected, 6);
    expect(firstAlert(points)).toBe(-1);
  });
});

describe('the baseline of an error ratio', () => {
  it('weighs failures by the number of requests', () => {
    const failing = (count: number) =>
      run({ rows: 120, stepS: 2, value: (row) => (row >= 100 ? 0.3 : 0), count, traits: errors }).points;
    expect(firstAlert(failing(80))).toBeLessThanOrEqual(102);
    expect(firstAlert(failing(80))).toBeGreaterThan(0);
    expect(firstAlert(failing(2))).toBe(-1);
  });
});

describe('the baseline of an error ratio that began with failures', () => {
  it('still finds that three in ten fail', () => {
    const value = (row: number) => (row < 25 ? 1 - row / 50 : row >= 80 ? 0.3 : 0);
    const { points } = run({ rows: 100, stepS: 2, value, count: 80, traits: errors });
    expect(points[79]!.upper).toBeLessThan(0.15);
    expect(firstAlert(points)).toBeGreaterThanOrEqual(81);
    expect(firstAlert(points)).toBeLessThanOrEqual(84);
  });
});

describe('the baseline of availability', () => {
  it('sees within seconds that a service is gone, or one of its two instances', () => {
    for (const left of [0, 0.5]) {
      const traits = traitsOf({ signal: 'availability', unit: '1', worse: 'down' });
      const { points } = run({ rows: 100, stepS: 2, value: (row) => (row >= 80 ? left : 1), traits });
      expect(firstAlert(points)).toBeLessThanOrEqual(left === 0 ? 82 : 84);
    }
  });
});

describe('the baseline of any metric', () => {
  const seasonal = (row: number, noise: number) => 100 + 60 * Math.sin((2 * Math.PI * row) / 288) + 2 * noise;
  const days = (n: number) => n * 288;

  it('is strictly causal: what comes later changes nothing', () => {
    const value = (row: number, noise: number) => seasonal(row, noise) + (row > 2000 ? 500 : 0);
    const short = run({ rows: days(6), stepS: 300, value: seasonal }).points;
    const long = run({ rows: days(9), stepS: 300, value }).points;
    expect(long.slice(0, days(6))).toEqual(short);
  });

  it('seldom sees a drift in a month of noise by the hour, of which it knows little', () => {
    const drifts = Array.from({ length: 20 }, (_, seed) => {
      let x = 0;
      const alike = (_row: number, noise: number) => {
        x = 0.3 * x + noise;
        return 50 + x;
      };
      return run({ rows: 720, stepS: 3600, value: alike }, seed + 1).points.filter(
        ({ kind, evidence }) => kind === 'drift' && evidence >= 1,
      ).length;
    });
    expect(drifts.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(2);
  });

  it('asks more of a stray row than of rows that follow each other', () => {
    const alerts = (rows: number) => {
      let found = 0;
      for (let seed = 1; seed <= 20; seed += 1) {
        const isIn = (row: number) => row >= days(12) && row < days(12) + rows;
        const value = (row: number, noise: number) => 50 + noise + (isIn(row) ? 5 : 0);
        const { points } = run({ rows: days(12) + 12, stepS: 300, value }, seed);
        if (points.slice(days(12)).some(({ score }) => score >= 0.5)) found += 1;
      }
      return found;
    };
    expect(alerts(1)).toBeLessThan(10);
    expect(alerts(3)).toBeGreaterThan(16);
  });

  it('does not hold a burst that is good against the fall after it', () => {
    const traffic = traitsOf({ signal: 'traffic', unit: '1/s', worse: 'down' });
    const last = [260, 100, 62];
    const alertsAfter = (first: number) => {
      let alerts = 0;
      for (let seed = 1; seed <= 20; seed += 1) {
        const value = (row: number, noise: number) => (row < first ? 100 + 8 * noise : last[row - 2000]!);
        const { points } = run({ rows: 2003, stepS: 60, value, traits: traffic }, seed);
        if (points.at(-1)!.score >= 0.5) alerts += 1;
      }
      return alerts;
    };
    const withoutBurst = alertsAfter(2002);
    expect(withoutBurst).toBeLessThanOrEqual(2);
    expect(alertsAfter(2000)).toBeLessThanOrEqual(withoutBurst + 2);
  });

  it('finds a step though the first row of all was further off', () => {
    const { points } = run({
      rows: 1700,
      stepS: 10,
      value: (row, noise) => (row === 0 ? 0 : row < 1634 ? 430 + 2 * noise : 510 + 2 * noise),
    });
    const at = points.findIndex(({ score }, row) => row >= 1634 && score >= 0.5);
    expect(at).toBeGreaterThanOrEqual(1634);
    expect(at).toBeLessThan(1640);
  });

  it('finds a step soon after a spike a fifth as high', () => {
    const { points } = run({
      rows: 1100,
      stepS: 10,
      value: (row, noise) => (row >= 1000 ? 700 : row === 960 || row === 961 ? 480 : 430) + 2 * noise,
    });
    const told = points.flatMap(({ score }, row) => (score >= 0.5 ? [row] : []));
    expect(told.some((row) => row === 960 || row === 961)).toBe(true);
    expect(told.some((row) => row >= 1000 && row < 1012)).toBe(true);
  });

  /** How many of twenty noisy series, in which two things happen, tell of the second, and how often they tell of anything else. */
  const soonAfter = (first: Deviation, gap: number, second: Deviation) => {
    const began = 1000 + first.rows + gap;
    const isDuring = (row: number) =>
      (row >= 1000 && row < 1000 + first.rows) || (row >= began && row < began + second.rows);
    let found = 0;
    let others = 0;
    for (let seed = 1; seed <= 20; seed += 1) {
      const value = (row: number, noise: number) =>
        50 + 2 * noise + at(first, row - 1000) + at(second, row - began);
      const { points } = run({ rows: began + second.rows + 100, stepS: 60, value }, seed);
      const told = points.flatMap(({ score }, row) => (score >= 0.5 ? [row] : []));
      if (told.some((row) => row >= began && row < began + second.rows)) found += 1;
      others += told.filter((row) => !isDuring(row)).length;
    }
    return { found, others };
  };
  type Deviation = { rows: number; by: number; ramps?: boolean; shareOfFirstRow?: number };
  const at = ({ rows, by, ramps, shareOfFirstRow = 1 }: Deviation, row: number) => {
    if (row < 0 || row >= rows) return 0;
    if (ramps === true) return (by * row) / rows;
    return row === 0 ? shareOfFirstRow * by : by;
  };

  it.each([
    ['far larger than', 30, 300, 1],
    ['larger than', 70, 80, 1],
    ['larger than', 70, 80, 0.3],
    ['as large as', 70, 40, 1],
  ])('finds an incident %s one that ended %i minutes before', (_, gap, by, shareOfFirstRow) => {
    const { found, others } = soonAfter({ rows: 60, by: 40 }, gap, { rows: 30, by, shareOfFirstRow });
    expect(found).toBeGreaterThanOrEqual(17);
    expect(others).toBe(0);
  });

  it.each([30, 60, 90, 110, 130])('does not tell the end of an incident of %i minutes', (rows) => {
    expect(soonAfter({ rows, by: 40 }, 200, { rows: 1, by: 0 }).others).toBe(0);
  });

  it.each([
    ['a shift after a spike', { rows: 3, by: 10 }, { rows: 90, by: 8 }],
    ['what grows slowly after an incident', { rows: 10, by: 16 }, { rows: 90, by: 20, ramps: true }],
  ])('finds what stands for long: %s', (_, first, second) => {
    const { found, others } = soonAfter(first, 66, second);
    expect(found).toBeGreaterThanOrEqual(15);
    expect(others).toBeLessThanOrEqual(1);
  });

  it('finds a step of eight deviations that lasts in the first hours, in 18 of 20 series', () => {
    const found = Array.from({ length: 20 }, (_, seed) => {
      const value = (row: number, noise: number) => noise + (row >= 80 ? 8 : 0);
      const at = firstAlert(run({ rows: 150, stepS: 60, value }, seed + 1).points);
      return at >= 80 && at < 100;
    });
    expect(found.filter(Boolean).length).toBeGreaterThanOrEqual(18);
  });

  it('scores a silence once, however long it grows', () => {
    const value = (row: number, noise: number) => (row < 500 || row >= 620 ? noise : Number.NaN);
    const { points } = run({ rows: 630, stepS: 60, value });
    expect(points.filter(({ score }, row) => row < 620 && score >= 0.5)).toHaveLength(1);
  });

  it('takes what keeps coming up in its first rows for its way', () => {
    const { points } = run({
      rows: 400,
      stepS: 60,
      value: (row, noise) => (row % 5 === 0 ? 1 : 0.03) + 0.0001 * noise,
    });
    expect(firstAlert(points)).toBe(-1);
  });

  it('seldom alerts on the first rows that it judges, though it has seen few', () => {
    let alerts = 0;
    for (let seed = 1; seed <= 40; seed += 1) {
      const value = (_row: number, noise: number) => 100 * Math.exp(noise);
      const { points } = run({ rows: 150, stepS: 60, value }, seed);
      alerts += points.filter(({ evidence, isReady }) => isReady && evidence >= 1).length;
    }
    expect(alerts).toBeLessThanOrEqual(5);
  });

  it('seldom takes for a drift what wanders all the time', () => {
    let drifts = 0;
    for (let seed = 1; seed <= 24; seed += 1) {
      let level = 500;
      const value = (_row: number, noise: number) => {
        level += noise;
        return level;
      };
      const { points } = run({ rows: 42 * 24, stepS: 3600, value }, seed);
      drifts += points.slice(9 * 24).filter(({ kind, score }) => kind === 'drift' && score >= 0.5).length;
    }
    // Held against a spread of residuals that were independent, there would be more than forty.
    expect(drifts).toBeLessThanOrEqual(25);
  });

  it('seldom takes it for a change of spread that nothing but zeros came for a while', () => {
    let alerts = 0;
    for (let seed = 1; seed <= 24; seed += 1) {
      const uniform = randomSource(seed);
      const value = () => (uniform() < 0.04 ? 1 + poisson(uniform, 0.7) : 0);
      const { points } = run({ rows: 42 * 24, stepS: 3600, value }, seed);
      alerts += points
        .slice(9 * 24)
        .filter(({ kind, score, direction }) => kind === 'spread' && score >= 0.5 && direction < 0).length;
    }
    // Held against a range as of rows that are all alike, there would be 23.
    expect(alerts).toBeLessThanOrEqual(17);
  });

  it('narrows its band once it has seen the day', () => {
    const { points } = run({ rows: days(14), stepS: 300, value: seasonal });
    const width = (from: number) => {
      const part = points.slice(from, from + 288);
      return part.reduce((sum, { lower, upper }) => sum + upper - lower, 0) / part.length;
    };
    expect(width(days(12))).toBeLessThan(width(days(1)) / 3);
  });

  it('finds a value out of season that is common at other hours', () => {
    const missing = days(20) + 72;
    const value = (row: number, noise: number) =>
      row >= missing && row < missing + 24 ? 45 : seasonal(row, noise);
    const { points } = run({ rows: days(21), stepS: 300, value });
    const found = points.slice(missing, missing + 24).findIndex(({ evidence }) => evidence >= 1);
    expect(found).toBeGreaterThanOrEqual(0);
    expect(found).toBeLessThan(12);
  });

  it('says shift, spike or drift, and the direction', () => {
    const { points } = run({
      rows: 1200,
      stepS: 300,
      value: (row, noise) => 50 + noise - (row === 1000 ? 40 : 0),
    });
    const point = points[1000]!;
    expect(point.evidence).toBeGreaterThanOrEqual(1);
    expect(point.kind).toBe('spike');
    expect(point.direction).toBe(-1);
    expect(point.score).toBeGreaterThan(0.5);
  });

  it('scores a deviation once, not at every row', () => {
    const { points } = run({
      rows: 1100,
      stepS: 300,
      value: (row, noise) => 50 + noise + (row >= 1000 ? 40 : 0),
    });
    expect(points.slice(1000).filter(({ score }) => score >= 0.5)).toHaveLength(1);
  });

  it('finds one wild hour two days after an outage, in rows of an hour with a season', () => {
    const outage = 24 * 24 + 14;
    const found = Array.from({ length: 40 }, (_, seed) => {
      const { points } = run(
        {
          rows: outage + 60,
          stepS: 3600,
          value: (row, noise) => {
            if (row >= outage && row < outage + 3) return 20 + 5 * noise;
            const usual = 1000 + 600 * Math.sin((2 * Math.PI * ((row % 24) - 8)) / 24) + 30 * noise;
            return row === outage + 48 ? usual - 1200 : usual;
          },
        },
        100 + seed,
      );
      return points[outage + 48]!.evidence >= 1;
    });
    expect(found.filter(Boolean).length).toBeGreaterThanOrEqual(36);
  });

  it('finds an incident after an earlier and larger one', () => {
    const isIn = (row: number, first: number) => row >= first && row < first + 24;
    for (let seed = 1; seed <= 8; seed += 1) {
      const { points } = run(
        {
          rows: days(24),
          stepS: 300,
          value: (row, noise) => 50 + noise + (isIn(row, days(10)) ? 18 : 0) + (isIn(row, days(18)) ? 6 : 0),
        },
        seed,
      );
      const found = points.slice(days(18), days(18) + 24).findIndex(({ evidence }) => evidence >= 1);
      expect(found).toBeGreaterThanOrEqual(0);
    }
  });

  it('grows used to what keeps coming back', () => {
    const { points } = run({
      rows: days(60),
      stepS: 300,
      value: (row, noise) => 50 + noise + (row > days(9) && row % 144 < 2 ? 12 : 0),
    });
    const alertsIn = (from: number, to: number) =>
      points.slice(days(from), days(to)).filter(({ score }) => score >= 0.5).length;
    expect(alertsIn(9, 14)).toBeGreaterThan(2);
    expect(alertsIn(50, 60)).toBe(0);
  });

  it('judges a counter by what it grows by, and shows the band where the counter stands', () => {
    let total = 0;
    const value = (row: number, noise: number) => {
      if (row === 600) total = 0;
      total += 100 + 5 * noise + (row >= 1000 ? 200 : 0);
      return total;
    };
    const { points } = run({ rows: 1010, stepS: 60, value });
    expect(points.slice(0, 1000).filter(({ evidence }) => evidence >= 1)).toEqual([]);
    expect(firstAlert(points)).toBeGreaterThanOrEqual(1000);
    const { expected, lower, upper } = points[999]!;
    expect(expected).toBeGreaterThan(39_000);
    expect(upper - lower).toBeLessThan(100);
  });

  it('takes no notice of rows that are missing in a counter', () => {
    let total = 0;
    const isMissing = (row: number) => row === 400 || (row >= 600 && row < 605) || row === 800;
    const value = (row: number, noise: number) => {
      total += 100 + 5 * noise;
      return isMissing(row) ? Number.NaN : total;
    };
    const { points } = run({ rows: 1000, stepS: 60, value });
    expect(points.filter(({ score }) => score >= 0.5)).toEqual([]);
  });

  it('finds that a series has become much too quiet', () => {
    const isQuiet = (row: number) => row >= days(12) && row < days(12) + 96;
    for (let seed = 1; seed <= 5; seed += 1) {
      const value = (row: number, noise: number) => 80 + 4 * noise * (isQuiet(row) ? 0.1 : 1);
      const { points } = run({ rows: days(13), stepS: 300, value }, seed);
      const found = points.slice(days(12), days(12) + 96).find(({ evidence }) => evidence >= 1);
      expect(found?.kind).toBe('spread');
    }
  });

  it('finds a shift on a season that is small against the season', () => {
    const isShifted = (row: number) => row >= days(12) && row < days(12) + 36;
    for (let seed = 1; seed <= 5; seed += 1) {
      const value = (row: number, noise: number) => seasonal(row, 4 * noise) + (isShifted(row) ? 30 : 0);
      const { points } = run({ rows: days(13), stepS: 300, value }, seed);
      expect(points.slice(days(12), days(12) + 36).some(({ evidence }) => evidence >= 1)).toBe(true);
    }
  });

  it('names a silence that is unusual', () => {
    const bank = new SeriesBank();
    const slot = bank.allocate();
    const point = emptyPoint();
    const judging = { traits: plainTraits, learning: 1, threshold: 2, without: 0 };
    for (let row = 0; row < 200; row += 1)
      observe(bank, slot, { t: row * 60, value: 5, count: Number.NaN }, judging, point);
    for (let row = 200; row < 215; row += 1) {
      observe(bank, slot, { t: row * 60, value: Number.NaN, count: Number.NaN }, judging, point);
    }
    expect(point.kind).toBe('gap');
    expect(point.evidence).toBeGreaterThanOrEqual(1);
  });

  it('takes a lasting change as the new normal when told to', () => {
    const { points, bank } = run({
      rows: 400,
      stepS: 300,
      value: (row, noise) => (row < 300 ? 50 : 90) + noise,
    });
    expect(points[300]!.evidence).toBeGreaterThanOrEqual(1);
    adopt(bank, 0);
    const point = emptyPoint();
    observe(
      bank,
      0,
      { t: 400 * 300, value: 90, count: Number.NaN },
      { traits: plainTraits, learning: 1, threshold: 2, without: 0 },
      point,
    );
    expect(point.expected).toBeGreaterThan(85);
    expect(point.isDeviating).toBe(false);
  });

  it('does not tell again of what has passed, though slow statistics and seasons remember it for days', () => {
    for (let incident = 400; incident < 430; incident += 3) {
      const isIll = (row: number) => row >= incident && row < incident + 12;
      const value = (row: number, noise: number) => (isIll(row) ? 50 : 70) + 0.02 * noise;
      const { points } = run({ rows: 700, stepS: 3600, value }, incident);
      const told = points.flatMap(({ score }, row) => (score >= 0.5 ? [row] : []));
      expect(told).toEqual([incident]);
    }
  });

  it('stays silent on a flat line and on tiny changes of it', () => {
    const { points } = run({ rows: 2000, stepS: 300, value: (row) => 1000 + (row % 7 === 0 ? 1 : 0) });
    expect(firstAlert(points)).toBe(-1);
  });
});

describe('the second week of a series', () => {
  const hourS = 3600;
  const day = (row: number) => Math.sin((2 * Math.PI * row) / 24);
  const alertsOf = (points: readonly Point[]) =>
    points.flatMap(({ evidence, isReady }, row) => (isReady && evidence >= 1 ? [row] : []));

  it('is no time of blindness where no week is to be seen', () => {
    const incidents = [12, 15, 18, 21].map((days) => days * 24 + 2);
    let found = 0;
    for (let seed = 1; seed <= 10; seed += 1) {
      const isIll = (row: number) => incidents.some((from) => row >= from && row < from + 2);
      const value = (row: number, noise: number) => 100 + 8 * day(row) + noise + (isIll(row) ? 7 : 0);
      const alerts = alertsOf(run({ rows: 22 * 24, stepS: hourS, value }, seed).points);
      found += incidents.filter((from) => alerts.some((row) => row >= from && row < from + 2)).length;
    }
    expect(found).toBeGreaterThanOrEqual(32);
  });

  it('is learnt in silence where weekends differ', () => {
    for (let seed = 1; seed <= 10; seed += 1) {
      const isWeekend = (row: number) => [5, 6].includes(Math.floor(row / 24) % 7);
      const value = (row: number, noise: number) => 100 + (isWeekend(row) ? 3 : 12) * day(row) + noise;
      const { points } = run({ rows: 28 * 24, stepS: hourS, value }, seed);
      expect(alertsOf(points).filter((row) => row >= 12 * 24).length).toBeLessThanOrEqual(1);
    }
  });
});

describe('a series that has never moved', () => {
  const idle = (wakes: number, stepS: number) =>
    run({ rows: wakes + 400, stepS, value: (row) => (row >= wakes ? 5 + (row % 3) : 0) }).points;

  it.each([
    { stepS: 2, still: 300 },
    { stepS: 15, still: 900 },
    { stepS: 300, still: 280 },
  ])('is learnt anew where it wakes after $still rows of $stepS s', ({ stepS, still }) => {
    const points = idle(still, stepS);
    expect(firstAlert(points)).toBe(-1);
    expect(points[still - 1]!.isReady).toBe(true);
    expect(points[still]!.isReady).toBe(false);
  });

  it.each([
    { stepS: 2, still: 1100 },
    { stepS: 15, still: 1100 },
    { stepS: 300, still: 300 },
    { stepS: 3600, still: 200 },
  ])('alerts where it moves after $still rows of $stepS s', ({ stepS, still }) => {
    const found = firstAlert(idle(still, stepS));
    expect(found).toBeGreaterThanOrEqual(still);
    expect(found).toBeLessThan(still + 4);
  });

  it('wakes once: its later steps are told', () => {
    const value = (row: number) => (row >= 1600 ? 100 : row % 400 < 200 ? 0 : 5);
    const { points } = run({ rows: 1650, stepS: 15, value });
    expect(points.slice(300).every(({ isReady }) => isReady)).toBe(true);
    expect(firstAlert(points.slice(1600))).toBe(0);
  });

  it('alerts where it falls', () => {
    const { points } = run({ rows: 330, stepS: 15, value: (row) => (row >= 300 ? 0 : 20) });
    expect(firstAlert(points)).toBe(300);
  });

  it('whose meaning is known alerts at once', () => {
    const value = (row: number) => (row >= 100 ? 0.6 : 0);
    const { points } = run({ rows: 110, stepS: 2, value, count: 40, traits: errors });
    expect(firstAlert(points)).toBeLessThan(104);
  });
});

describe('a series of short rows with few requests behind each', () => {
  const fewRequests = 10;
  const shiftAt = 400;

  it.each([
    [
      'a latency that becomes twenty times as long',
      latency,
      (row: number, noise: number) => 0.02 * Math.exp(0.9 * noise) + (row >= shiftAt ? 0.4 : 0),
    ],
    [
      'a latency two and a half times as long',
      latency,
      (row: number, noise: number) => 0.1 * Math.exp(0.3 * noise) * (row >= shiftAt ? 2.5 : 1),
    ],
    [
      'one request in three that fails',
      errors,
      (row: number, noise: number) =>
        row < shiftAt ? 0 : Math.min(1, Math.max(0, Math.round(3 + 1.4 * noise) / fewRequests)),
    ],
  ])('finds %s within a minute and a half', (_, traits, value) => {
    for (let seed = 1; seed <= 10; seed += 1) {
      const { points } = run({ rows: shiftAt + 45, stepS: 2, value, count: fewRequests, traits }, seed);
      expect(firstAlert(points)).toBeGreaterThanOrEqual(shiftAt);
    }
  });

  it('learns nothing of other series from a row without a value', () => {
    const alone = new SeriesBank();
    const beside = new SeriesBank();
    const slots = [alone.allocate(), beside.allocate(), beside.allocate()];
    const random = randomSource(3);
    const judging = { traits: latency, learning: 1, threshold: 2, without: 0 };
    for (let row = 0; row < 300; row += 1) {
      const value = row % 7 === 3 ? Number.NaN : 0.02 * Math.exp(0.3 * normal(random));
      const own = { t: row * 2, value, count: fewRequests };
      observe(alone, slots[0]!, own, judging, emptyPoint());
      observe(beside, slots[2]!, { t: row * 2, value: 500, count: 9 }, judging, emptyPoint());
      observe(beside, slots[1]!, own, judging, emptyPoint());
    }
    expect(beside.copySlot(slots[1]!)).toEqual(alone.copySlot(slots[0]!));
  });

  it('shows the value of a weak deviation outside of what it says was expected', () => {
    const value = (row: number, noise: number) => 0.1 * Math.exp(0.3 * noise) * (row >= shiftAt ? 2.5 : 1);
    for (let seed = 1; seed <= 10; seed += 1) {
      const { points } = run(
        { rows: shiftAt + 45, stepS: 2, value, count: fewRequests, traits: latency },
        seed,
      );
      const at = firstAlert(points);
      const random = randomSource(seed);
      const values = Array.from({ length: at + 1 }, (_, row) => value(row, normal(random)));
      expect(values[at]).toBeGreaterThan(points[at]!.upper);
    }
  });

  it('does not take what lies within its noise for a change, though neighbours are alike', () => {
    for (let seed = 1; seed <= 10; seed += 1) {
      let alike = 0;
      const value = (_: number, noise: number) => {
        alike = 0.9 * alike + 0.436 * noise;
        return 0.1 * Math.exp(0.3 * alike);
      };
      const { points } = run({ rows: 6 * 1800, stepS: 2, value, count: fewRequests, traits: latency }, seed);
      expect(firstAlert(points)).toBe(-1);
    }
  });
});
