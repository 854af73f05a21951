/**
 * Variance of an observed ratio of `count` trials whose true ratio is `ratio`: binomial p(1-p)/n,
 * plus one half trial squared, since it moves in steps of one trial: a single event among few is never evidence.
 * Example: ratio .5 of 100 trials gives .0025 + .000025.
 */
export function ratioVariance(ratio: number, count: number): number {
  const p = ratio < 0 ? 0 : Math.min(ratio, 1);
  const n = Math.max(count, 1);
  return (p * (1 - p)) / n + 0.25 / (n * n);
}

/**
 * Variance of an observed rate (1/s) over `seconds` whose true rate is `rate`: Poisson rate/seconds,
 * plus one event squared. Example: rate 50 over 2 s gives 25 + .25.
 */
export function rateVariance(rate: number, seconds: number): number {
  const s = seconds > 0 ? seconds : 1;
  return Math.max(0, rate) / s + 1 / (s * s);
}
