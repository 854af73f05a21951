import type { Family } from './family.ts';
import { dayCurve, dayS, fill, hourS, weekCurve } from './sheet.ts';

const none: readonly [] = [];

const noise: Family = (sheet, draw) => {
  const next = draw.noise(draw.between(1, 4));
  const level = draw.between(20, 100);
  return { values: fill(sheet, () => level + next()), spans: none };
};

const season: Family = (sheet, draw) => {
  const sigma = draw.between(1, 3);
  const next = draw.noise(sigma);
  const values = fill(sheet, (_, timeS) => 80 * sigma + 6 * sigma * dayCurve(timeS) + next());
  return { values, spans: none };
};

const week: Family = (sheet, draw) => {
  const sigma = draw.between(1, 3);
  const next = draw.noise(sigma);
  const values = fill(sheet, (_, timeS) => sigma * (80 + weekCurve(timeS)) + next());
  return { values, spans: none };
};

/** Goes to one of three levels every few hours. */
const regimes: Family = (sheet, draw) => {
  const sigma = draw.between(1, 3);
  const next = draw.noise(sigma);
  const levels = [60, 70, 80].map((one) => one * sigma);
  let now = 0;
  const values = fill(sheet, () => {
    if (draw.uniform() < sheet.intervalS / (6 * hourS)) now = Math.floor(draw.uniform() * 3);
    return levels[now]! + next();
  });
  return { values, spans: none };
};

/** Grows by a third of its noise a day, under a day's curve. */
const growth: Family = (sheet, draw) => {
  const sigma = draw.between(1, 3);
  const next = draw.noise(sigma);
  const values = fill(sheet, (row, timeS) => {
    const days = (row * sheet.intervalS) / dayS;
    return sigma * (50 + 4 * dayCurve(timeS) + days / 3) + next();
  });
  return { values, spans: none };
};

const walk: Family = (sheet, draw) => {
  const step = 0.5 * draw.between(1, 3) * Math.sqrt(sheet.intervalS / 300);
  let now = draw.between(100, 500);
  const values = fill(sheet, () => {
    now += step * draw.normal();
    return now + 0.3 * draw.normal();
  });
  return { values, spans: none };
};

/** Series in which nothing is wrong, whatever it looks like. */
export const healthy: Readonly<Record<string, Family>> = {
  'healthy noise': noise,
  'healthy season': season,
  'healthy week': week,
  'healthy regimes': regimes,
  'healthy growth': growth,
  'healthy walk': walk,
};
