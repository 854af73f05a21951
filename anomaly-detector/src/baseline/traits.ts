import type { Series } from '../contract/index.ts';

/** How the values of a series are judged: fixed by its signal and unit, the same for every series of that kind. */
export type Traits = {
  /** On a log scale a deviation is a factor; `offset` is the value below which differences fade. */
  scale: 'linear' | 'log';
  offset: number;
  /** What is known of a row's own uncertainty when its number of requests is known. */
  noise: 'none' | 'ratio' | 'rate' | 'sample';
  /** Least spread: a share of the level plus an amount, on the scale in use. */
  floorShare: number;
  floorAmount: number;
  /** Least change worth an alert: amount in the unit of the value, and factor of the expected value; both must hold. */
  leastAmount: number;
  leastFactor: number;
  /** Values lie at or above this. */
  minimum: number;
  maximum: number;
  worse: 'up' | 'down' | 'both';
  /** More is known than values: what the metric means, and how much of a change matters. */
  isKnown: boolean;
};

/** Seconds in one unit of time, for the units in which durations come. */
export const secondsIn: Readonly<Record<string, number>> = {
  s: 1,
  ms: 1e-3,
  us: 1e-6,
  ns: 1e-9,
  min: 60,
  h: 3600,
};

const open = { minimum: Number.NEGATIVE_INFINITY, maximum: Number.POSITIVE_INFINITY };

/** What a series is judged by when nothing is known but its values, as in `breakwater detect`. */
export const plainTraits: Traits = {
  scale: 'linear',
  offset: 0,
  noise: 'none',
  // Changes below 0.3 % of the level carry no evidence on any series met so far.
  floorShare: 0.003,
  floorAmount: 1e-9,
  leastAmount: 0,
  leastFactor: 1,
  worse: 'both',
  isKnown: false,
  ...open,
};

function duration(unit: string, worse: Traits['worse']): Traits {
  const second = 1 / (secondsIn[unit] ?? 1);
  return {
    scale: 'log',
    // Below 5 ms the scheduler of a busy machine is as loud as the code.
    offset: 0.005 * second,
    noise: 'sample',
    floorShare: 0,
    floorAmount: 0.1,
    leastAmount: 0.015 * second,
    leastFactor: 1.4,
    worse,
    isKnown: true,
    minimum: 0,
    maximum: Number.POSITIVE_INFINITY,
  };
}

function ratio(unit: string, worse: Traits['worse']): Traits {
  const one = unit === '%' ? 100 : 1;
  return {
    scale: 'linear',
    offset: 0,
    noise: 'ratio',
    floorShare: 0.1,
    floorAmount: 0.004 * one,
    leastAmount: 0.02 * one,
    leastFactor: 1,
    worse,
    isKnown: true,
    minimum: 0,
    maximum: one,
  };
}

function amount(worse: Traits['worse'], leastFactor: number, noise: Traits['noise']): Traits {
  return {
    ...plainTraits,
    noise,
    floorShare: 0.05,
    leastFactor,
    worse,
    isKnown: true,
    minimum: 0,
  };
}

/** The traits of a series from its signal, unit and worse direction. */
export function traitsOf(series: Pick<Series, 'signal' | 'unit' | 'worse'>): Traits {
  const { signal, unit, worse } = series;
  const isTime = unit in secondsIn;
  switch (signal) {
    case 'latency':
      return isTime ? duration(unit, worse) : amount(worse, 1.4, 'none');
    case 'errors':
      return unit === '1' || unit === '%' ? ratio(unit, worse) : amount(worse, 1.5, 'none');
    case 'availability':
      return {
        ...ratio(unit, worse),
        noise: 'none',
        floorShare: 0,
        floorAmount: 0.05 * (unit === '%' ? 100 : 1),
      };
    case 'traffic':
      return { ...amount(worse, 1.5, 'rate'), floorShare: 0.08 };
    case 'saturation':
      // A loop or queue that lags by tens of milliseconds is ordinary under load, and by half a second harms nobody yet.
      return isTime
        ? {
            ...duration(unit, worse),
            offset: 0.05 / (secondsIn[unit] ?? 1),
            leastAmount: 0.5 / (secondsIn[unit] ?? 1),
          }
        : amount(worse, 1.3, 'none');
    case 'other':
      return { ...plainTraits, worse };
  }
}
