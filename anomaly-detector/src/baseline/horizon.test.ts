import { describe, expect, it } from 'vitest';
import { normal, randomSource } from '../../test/random.ts';
import { adoptLevel, horizonAt, horizonSpans, learnHorizon, resetLevels } from './horizon.ts';
import { floatStride, horizon } from './layout.ts';

const floor = 1e-6;

function learn(
  values: Iterable<number>,
  f: Float32Array = new Float32Array(floatStride),
  index = 0,
): Float32Array {
  for (const value of values) learnHorizon(f, horizonAt(0, index), horizonSpans[index]!, value, floor, 1);
  return f;
}

function* noise(seed: number, rows: number, level = 100, spread = 5): Generator<number> {
  const random = randomSource(seed);
  for (let row = 0; row < rows; row += 1) yield level + spread * normal(random);
}

const levelOf = (f: Float32Array, index = 0) => f[horizonAt(0, index) + horizon.level]!;

describe('horizon', () => {
  it('learns level and spread of normal noise', () => {
    const f = learn(noise(1, 600), undefined, 1);
    expect(levelOf(f, 1)).toBeGreaterThan(99);
    expect(levelOf(f, 1)).toBeLessThan(101);
    for (const side of [horizon.up, horizon.down]) {
      expect(f[horizonAt(0, 1) + side]).toBeGreaterThan(4);
      expect(f[horizonAt(0, 1) + side]).toBeLessThan(6);
    }
  });

  it('is hardly moved by rare huge outliers', () => {
    const random = randomSource(2);
    const values = [...noise(3, 600)].map((value) => (random() < 0.01 ? value + 10_000 : value));
    const f = learn(values);
    expect(levelOf(f)).toBeGreaterThan(97);
    expect(levelOf(f)).toBeLessThan(105);
    expect(f[horizonAt(0, 0) + horizon.up]).toBeLessThan(15);
  });

  it('forgets a cold start', () => {
    const f = learn([...noise(4, 8, 700, 50), ...noise(5, 60)]);
    expect(levelOf(f)).toBeLessThan(120);
  });

  it('follows a lasting change', () => {
    const f = learn([...noise(6, 300), ...noise(7, 300, 200)]);
    expect(levelOf(f)).toBeGreaterThan(190);
  });

  it('keeps the two sides of a skewed spread apart', () => {
    const random = randomSource(8);
    const f = learn(Array.from({ length: 900 }, () => Math.exp(normal(random))));
    const h = horizonAt(0, 0);
    expect(f[h + horizon.up]).toBeGreaterThan(1.3 * f[h + horizon.down]!);
  });

  it('does not learn what it is told not to learn', () => {
    const f = learn(noise(9, 100));
    const before = f.slice();
    learnHorizon(f, horizonAt(0, 0), horizonSpans[0], 9999, floor, 0);
    expect(f).toEqual(before);
  });

  it('adopts a level in the short memory and keeps what was normal in the long one', () => {
    const f = learn(noise(11, 100), learn(noise(10, 100)), 1);
    adoptLevel(f, 0, 42);
    expect(levelOf(f, 0)).toBe(42);
    expect(levelOf(f, 1)).toBeGreaterThan(95);
    resetLevels(f, 0, 42);
    expect(levelOf(f, 1)).toBe(42);
  });
});
