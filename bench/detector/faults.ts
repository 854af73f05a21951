import type { Draw } from './draw.ts';
import type { Family } from './family.ts';
import { dayCurve, dayS, fill, hourS, type Sheet, type Span, spanAt, spansOver, weekCurve } from './sheet.ts';

const within = (
  spans: readonly Span[],
  values: Float64Array,
  change: (value: number, row: number, from: number) => number,
) => {
  for (const [from, to] of spans)
    for (let row = from; row < to; row += 1) values[row] = change(values[row]!, row, from);
  return { values, spans };
};

/** Level, noise, and a day's curve of so many deviations. */
const usual = (sheet: Sheet, draw: Draw, curve = 0, likeness = 0.3) => {
  const sigma = draw.between(1, 4);
  const level = draw.between(20, 100) + sigma * (10 + 10 * curve);
  const noise = draw.noise(sigma, likeness);
  const values = fill(sheet, (_, timeS) => level + curve * sigma * dayCurve(timeS) + noise());
  return { sigma, level, noise, values };
};

const shifted =
  (sigmas: number, curve: number, seconds: number, rows: number): Family =>
  (sheet, draw) => {
    const { sigma, values } = usual(sheet, draw, curve);
    const spans = spansOver(sheet, draw, 2, seconds, rows);
    const step = draw.sign() * sigmas * sigma;
    return within(spans, values, (value) => value + step);
  };

const drifting: Family = (sheet, draw) => {
  const { sigma, values } = usual(sheet, draw);
  const step = draw.sign() * 0.1 * sigma * (sheet.intervalS / hourS);
  return within(
    spansOver(sheet, draw, 1, 48 * hourS, 48),
    values,
    (value, row, from) => value + step * (row - from),
  );
};

const spreading =
  (factor: number, seconds: number, rows: number): Family =>
  (sheet, draw) => {
    const { level, values } = usual(sheet, draw, 0, 0);
    return within(
      spansOver(sheet, draw, 2, seconds, rows),
      values,
      (value) => level + factor * (value - level),
    );
  };

/** For two days the curve is another: moved, or gone. */
const outOfSeason =
  (curveThen: (timeS: number) => number): Family =>
  (sheet, draw) => {
    const { sigma, values } = usual(sheet, draw, 6);
    const spans = [spanAt(sheet, draw.between(14, 20), 2 * dayS, 6)];
    return within(spans, values, (value, row) => {
      const timeS = sheet.timeOf(row);
      return value + 6 * sigma * (curveThen(timeS) - dayCurve(timeS));
    });
  };

/** A day of the week that behaves like another. */
const wrongDay =
  (isWrongDayWeekend: boolean): Family =>
  (sheet, draw) => {
    const sigma = draw.between(1, 3);
    const noise = draw.noise(sigma);
    const level = 80 * sigma;
    const weekday = isWrongDayWeekend ? 5 : Math.floor(draw.uniform() * 5);
    const spans = [spanAt(sheet, 21 + weekday, dayS, 1)];
    const values = fill(sheet, (_, timeS) => level + sigma * weekCurve(timeS) + noise());
    return within(spans, values, (_value, row) => {
      const weekend = isWrongDayWeekend ? 0 : 1;
      return level + sigma * weekCurve(sheet.timeOf(row), weekend) + noise();
    });
  };

const counter: Family = (sheet, draw) => {
  const rate = draw.between(50, 250);
  const noise = draw.noise(0.08 * rate);
  const spans = spansOver(sheet, draw, 2, 2 * hourS, 18);
  const resets = new Set(Array.from({ length: 5 }, () => Math.floor(draw.uniform() * sheet.rows)));
  let total = 0;
  const values = fill(sheet, (row, timeS) => {
    const isWrong = spans.some(([from, to]) => row >= from && row < to);
    const now = Math.max(0, rate * (1 + 0.3 * dayCurve(timeS)) + noise()) * (isWrong ? 2.2 : 1);
    total = (resets.has(row) ? 0 : total) + (now * sheet.intervalS) / 60;
    return Math.round(total);
  });
  return { values, spans };
};

const integers: Family = (sheet, draw) => {
  const mean = draw.between(2, 8);
  const values = fill(sheet, () => draw.count(mean));
  return within(spansOver(sheet, draw, 2, 2 * hourS, 24), values, () => draw.count(3 * mean));
};

const zeros: Family = (sheet, draw) => {
  const share = draw.between(0.02, 0.07);
  const values = fill(sheet, () => (draw.uniform() < share ? 1 + draw.count(0.7) : 0));
  const spans = spansOver(sheet, draw, 2, 2 * hourS, 24);
  return within(spans, values, () => (draw.uniform() < 0.7 ? 2 + draw.count(2) : 0));
};

const constant: Family = (sheet, draw) => {
  const level = Math.round(draw.between(20, 100));
  const step = draw.sign() * level * draw.between(0.05, 0.5);
  return within(
    spansOver(sheet, draw, 2, 2 * hourS, 12),
    new Float64Array(sheet.rows).fill(level),
    (value) => value + step,
  );
};

const spikes: Family = (sheet, draw) => {
  const { sigma, values } = usual(sheet, draw);
  return within(spansOver(sheet, draw, 3, 0, 2), values, (value) => value + 8 * sigma);
};

/** Spikes that reach no higher than an ordinary afternoon, at the quietest hour. */
const spikesOutOfSeason: Family = (sheet, draw) => {
  const { sigma, values } = usual(sheet, draw, 8);
  const spans = [12, 17, 22].map((day) => spanAt(sheet, day + Math.floor(draw.uniform() * 3) + 0.1, 0, 2));
  return within(spans, values, (value) => value + 8 * sigma);
};

const heavyTails: Family = (sheet, draw) => {
  const sigma = draw.between(1, 4);
  const level = draw.between(40, 140);
  const values = fill(sheet, () => level + sigma * draw.heavy());
  const step = draw.sign() * 6 * sigma;
  return within(spansOver(sheet, draw, 2, 2 * hourS, 18), values, (value) => value + step);
};

const latency: Family = (sheet, draw) => {
  const noise = draw.noise(0.25);
  const median = draw.between(80, 180);
  const values = fill(sheet, (_, timeS) => median * Math.exp(0.2 * dayCurve(timeS) + noise()));
  return within(spansOver(sheet, draw, 2, hourS, 12), values, (value) => 2.5 * value);
};

/** Short bursts every few hours are the way of this series; one that stays is not. */
const bursts: Family = (sheet, draw) => {
  const { sigma, level, noise, values } = usual(sheet, draw);
  const chance = Math.min(0.02, sheet.intervalS / (8 * hourS));
  for (let row = 0; row < sheet.rows; row += 1) {
    if (draw.uniform() >= chance) continue;
    const height = sigma * draw.between(6, 12);
    for (const end = Math.min(sheet.rows, row + 1 + Math.floor(draw.uniform() * 4)); row < end; row += 1)
      values[row]! += height;
  }
  return within(spansOver(sheet, draw, 2, 4 * hourS, 30), values, () => level + noise() + 10 * sigma);
};

/** A large incident, and days later a smaller one to the same side: the second is the one that a long memory misses. */
const masked =
  (curve: number, first: number, second: number): Family =>
  (sheet, draw) => {
    const { sigma, values } = usual(sheet, draw, curve);
    const side = draw.sign();
    const day = draw.between(10, 13);
    const spans = [
      spanAt(sheet, day, 2 * hourS, 18),
      spanAt(sheet, day + draw.between(4, 11), 2 * hourS, 18),
    ];
    within(spans.slice(0, 1), values, (value) => value + side * first * sigma);
    return { ...within(spans.slice(1), values, (value) => value + side * second * sigma), spans, masked: 1 };
  };

const illOnceADay: Family = (sheet, draw) => {
  const { sigma, values } = usual(sheet, draw);
  const days = Array.from({ length: sheet.days - 13 }, (_, index) => 12 + index);
  return within(
    days.map((day) => spanAt(sheet, day + draw.between(0.1, 0.8), 45 * 60, 3)),
    values,
    (value) => value + 7 * sigma,
  );
};

/** Series in which something goes wrong. */
export const faults: Readonly<Record<string, Family>> = {
  'shift of 3 sigma': shifted(3, 0, hourS, 12),
  'shift of 3 sigma on a season': shifted(3, 6, 3 * hourS, 18),
  'shift of 1 sigma': shifted(1, 0, 3 * hourS, 144),
  'drift of 0.1 sigma an hour': drifting,
  'spread up': spreading(4, 2 * hourS, 36),
  'spread down': spreading(0.1, 6 * hourS, 96),
  'phase change': outOfSeason((timeS) => dayCurve(timeS + dayS / 3)),
  'missing season': outOfSeason(() => 0),
  'holiday on a weekday': wrongDay(false),
  'weekday load on a weekend': wrongDay(true),
  'counter with resets': counter,
  integers,
  'mostly zero': zeros,
  'constant that breaks': constant,
  spikes,
  'spikes out of season': spikesOutOfSeason,
  'heavy tails': heavyTails,
  latency,
  bursts,
  'later incident after a larger one': masked(0, 18, 6),
  'later incident on a season': masked(5, 25, 7),
  'ill once a day': illOnceADay,
};
