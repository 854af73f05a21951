// Longer than needed: an array of more than 64 bytes lies outside of the engine's heap, where its place is known when code is made.
const double = new Float64Array(16);
const words = new Uint32Array(double.buffer);
/** The word of a double that holds its exponent: the second one, where the lower bytes come first. */
double[0] = 1;
const high = words[1] === 0x3ff00000 ? 1 : 0;

const mantissaBits = 0xfffff;
const exponentOfOne = 0x3ff00000;

/**
 * Natural logarithm of a positive number to 2e-6, quicker than `Math.log`, which is exact: x is m * 2^e with m from 1 to below 2,
 * and ln m is twice the inverse hyperbolic tangent of (m - 1) / (m + 1), of whose series five terms are taken. That of 0 is -709.
 */
export function quickLog(x: number): number {
  double[0] = x;
  const word = words[high]!;
  words[high] = (word & mantissaBits) | exponentOfOne;
  const m = double[0]!;
  const s = (m - 1) / (m + 1);
  const q = s * s;
  const series = s * (2 + q * (2 / 3 + q * (2 / 5 + q * (2 / 7 + q * (2 / 9)))));
  return ((word >>> 20) - 1023) * Math.LN2 + series;
}
