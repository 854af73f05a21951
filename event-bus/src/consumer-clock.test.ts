import { describe, expect, it } from 'vitest';
import { createConsumerClock } from './consumer-clock.ts';

const at = (second: number) => new Date(second * 1000).toISOString();

describe("a consumer's clock", () => {
  it('stands at 0 while nothing is in hand', () => {
    expect(createConsumerClock().lagSeconds(5_000)).toBe(0);
  });

  it('says the age of the oldest event in hand', () => {
    const clock = createConsumerClock();
    clock.begin(0, at(10));
    clock.begin(1, at(4));
    expect(clock.lagSeconds(12_000)).toBe(8);
    clock.end(1);
    expect(clock.lagSeconds(12_000)).toBe(2);
    clock.end(0);
    expect(clock.lagSeconds(12_000)).toBe(0);
  });

  it('is never negative where clocks disagree', () => {
    const clock = createConsumerClock();
    clock.begin(0, at(20));
    expect(clock.lagSeconds(12_000)).toBe(0);
  });
});
