import { normal, poisson } from '../../anomaly-detector/test/random.ts';
import type { SeededRandom } from '../seeded-random.ts';

/** Random numbers of the kinds that metrics are made of. */
export interface Draw {
  /** From 0 to below 1. */
  readonly uniform: () => number;
  /** From `low` to below `high`. */
  readonly between: (low: number, high: number) => number;
  /** Bell curve of mean 0 and deviation 1. */
  readonly normal: () => number;
  /** Student's t with three degrees of freedom: tails as heavy as they come in practice. */
  readonly heavy: () => number;
  /** Number of independent events where `mean` are expected. */
  readonly count: (mean: number) => number;
  /** 1 or -1. */
  readonly sign: () => 1 | -1;
  /** Noise of deviation `sigma` whose neighbours are alike by `likeness`, 0 to 1. */
  readonly noise: (sigma: number, likeness?: number) => () => number;
}

export const drawFrom = (uniform: SeededRandom): Draw => {
  const bell = () => normal(uniform);
  return {
    uniform,
    between: (low, high) => low + (high - low) * uniform(),
    normal: bell,
    heavy: () => {
      const squares = [bell(), bell(), bell()].reduce((sum, one) => sum + one * one, 0);
      return bell() / Math.sqrt(squares / 3);
    },
    count: (mean) => poisson(uniform, mean),
    sign: () => (uniform() < 0.5 ? -1 : 1),
    noise: (sigma, likeness = 0.3) => {
      const fresh = sigma * Math.sqrt(1 - likeness * likeness);
      let last = 0;
      return () => {
        last = likeness * last + fresh * bell();
        return last;
      };
    },
  };
};
