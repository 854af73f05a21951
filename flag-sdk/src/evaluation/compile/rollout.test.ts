import { Strategy } from 'unleash-client';
import { defaultStrategies } from 'unleash-client/lib/strategy/index.js';
import { describe, expect, test } from 'vitest';
import type { FlagContext } from '../../client-types.ts';
import { compileOwnStrategy } from './strategies.ts';
import type { Surroundings } from './surroundings.ts';

const surroundings = (random = Math.random): Surroundings => ({
  appName: 'gateway',
  environment: 'production',
  now: Date.now,
  random,
  strategies: [],
});

const rolloutOf = (name: string, parameters: Record<string, string>, random?: () => number) => {
  const compiled = compileOwnStrategy(name, parameters, surroundings(random));
  if (compiled === undefined) throw new Error(`${name} is not known`);
  return compiled;
};
const fine = (percentage: string, more: Record<string, string> = {}, random?: () => number) =>
  rolloutOf('breakwaterRollout', { percentage, stickiness: 'userId', groupId: 'ranker', ...more }, random);
const coarse = (rollout: string, more: Record<string, string> = {}, random?: () => number) =>
  rolloutOf('flexibleRollout', { rollout, stickiness: 'userId', groupId: 'ranker', ...more }, random);

const users = Array.from({ length: 200_000 }, (_, index): FlagContext => ({ userId: `user-${index}` }));
const some = users.slice(0, 20_000);

describe('breakwaterRollout', () => {
  test.each([
    ['25', '25.00'],
    ['1', '1'],
    ['50', '50.0'],
    ['99', '99.00'],
    ['100', '100'],
    ['0', '0'],
  ])('the users of flexibleRollout %s %% are exactly those of %s %%', (rollout, percentage) => {
    const unleash = defaultStrategies.find(({ name }) => name === 'flexibleRollout') ?? new Strategy('none');
    const parameters = { rollout, stickiness: 'userId', groupId: 'ranker' };
    const theirs = some.filter((user) => unleash.isEnabled(parameters, user as never));
    expect(some.filter(coarse(rollout))).toEqual(theirs);
    expect(some.filter(fine(percentage))).toEqual(theirs);
  });

  test.each([0.01, 0.05, 0.5, 1.25, 33.33])('%d %% of many users are in, within four sigma', (percent) => {
    const share = percent / 100;
    const sigma = Math.sqrt(users.length * share * (1 - share));
    const found = users.filter(fine(String(percent))).length;
    expect(Math.abs(found - users.length * share)).toBeLessThan(4 * sigma);
    expect(found).toBeGreaterThan(0);
  });

  test('who is in stays in while it grows, also from hundredths to whole percents', () => {
    const steps = ['0.01', '0.5', '0.99', '1', '1.01', '25', '25.5', '26', '100'].map((percent) =>
      users.filter(fine(percent)),
    );
    for (const [index, before] of steps.slice(0, -1).entries()) {
      const after = new Set(steps[index + 1]);
      expect(before.every((user) => after.has(user))).toBe(true);
    }
    expect(steps.at(-1)).toHaveLength(users.length);
  });

  test.each([
    ['0.29', '0.29'],
    ['0.005', '0'],
    ['0.019', '0.01'],
    ['100.5', '100'],
  ])('%s %% serves what %s %% serves', (asked, served) => {
    expect(users.filter(fine(asked))).toEqual(users.filter(fine(served)));
  });

  test('0.29 % is 29 buckets, not 28', () => {
    const found = (random: number) => fine('0.29', { stickiness: 'random' }, () => random)({});
    expect([found(0.00285), found(0.00295)]).toEqual([true, false]);
  });

  test.each(['', 'half', '-1', 'NaN'])('"%s" %% serves nobody', (percentage) => {
    expect(some.filter(fine(percentage))).toEqual([]);
  });
});

describe('stickiness', () => {
  test('default takes the user, then the session, then chance', () => {
    const isIn = coarse('50', { stickiness: 'default' }, () => 0.1);
    const user = some.find((context) => !isIn(context)) ?? {};
    expect(isIn({ sessionId: user.userId })).toBe(false);
    expect(isIn({ ...user, sessionId: 'another' })).toBe(false);
    expect(isIn({})).toBe(true);
    expect(isIn({ userId: '' })).toBe(true);
  });

  test('random draws at each call, whoever asks', () => {
    const draws = [0.2, 0.7, 0.4999, 0.5];
    const isIn = coarse('50', { stickiness: 'random' }, () => draws.shift() ?? 1);
    expect([1, 2, 3, 4].map(() => isIn({ userId: 'ann' }))).toEqual([true, false, true, false]);
  });

  test('another field keeps its own; who does not have it is out', () => {
    const isIn = coarse('100', { stickiness: 'tenant' });
    expect(isIn({ properties: { tenant: 't1' } })).toBe(true);
    expect(isIn({ userId: 'ann' })).toBe(false);
  });
});
