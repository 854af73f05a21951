import { EventEmitter } from 'node:events';
import { Unleash, UnleashEvents } from 'unleash-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Usage } from '../telemetry/usage.ts';
import { createEvaluator, noVariant } from './evaluator.ts';
import { FlagStore } from './flag-store.ts';
import type { WireFlag, WireSegment } from './wire.ts';

/** Repeatable chance: mulberry32. */
const chanceOf = (seed: number) => {
  let state = seed;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const upTo = (limit: number) => Math.floor(next() * limit);
  const oneOf = <T>(values: readonly T[]): T => values[upTo(values.length)] as T;
  const some = <T>(most: number, make: () => T): T[] => Array.from({ length: upTo(most + 1) }, make);
  return { upTo, oneOf, some, often: (share: number) => next() < share };
};
type Chance = ReturnType<typeof chanceOf>;

const fields = [
  'userId',
  'sessionId',
  'remoteAddress',
  'appName',
  'environment',
  'country',
  'age',
  'version',
  'toString',
];
const texts = [
  '',
  ' ',
  'de',
  'DE',
  ' de ',
  'user-1',
  'user-12',
  '18',
  '42',
  '-1',
  '1e3',
  'x',
  '1.2.3',
  '1.2.3-beta.1',
];
const moreTexts = [
  'v1.2.3',
  '2.0.0',
  '10.0.0.1',
  '10.0.0.0/24',
  '2001:db8::1',
  '2001:db8::/32',
  'production',
  'gateway',
];
const patterns = ['^de$', 'user-\\d+', '(', '[[:alpha:]]+', '(?=a)', '', 'D.'];
const anyText = (chance: Chance) => chance.oneOf([...texts, ...moreTexts]);

const operators = [
  ...[
    'IN',
    'NOT_IN',
    'STR_STARTS_WITH',
    'STR_ENDS_WITH',
    'STR_CONTAINS',
    'NUM_EQ',
    'NUM_GT',
    'NUM_GTE',
    'NUM_LT',
    'NUM_LTE',
  ],
  ...[
    'DATE_AFTER',
    'DATE_BEFORE',
    'SEMVER_EQ',
    'SEMVER_GT',
    'SEMVER_GTE',
    'SEMVER_LT',
    'SEMVER_LTE',
    'REGEX',
    'IN_CIDR',
    'NEW',
  ],
];
const dates = ['2020-01-01T00:00:00Z', '2030-01-01T00:00:00.000Z', 'never'];

const constraintOf = (chance: Chance) => {
  const operator = chance.oneOf(operators);
  const value = operator.startsWith('DATE')
    ? chance.oneOf(dates)
    : operator === 'REGEX'
      ? chance.oneOf(patterns)
      : anyText(chance);
  return {
    contextName: chance.oneOf(fields),
    operator,
    inverted: chance.often(0.4),
    caseInsensitive: chance.often(0.3),
    values: chance.some(4, () => anyText(chance)),
    value,
  };
};

const variantOf = (chance: Chance) => (_: unknown, index: number) => ({
  name: `v${index}`,
  weight: chance.oneOf([0, 1, 333, 500, 1000]),
  stickiness: chance.oneOf(['default', 'userId', undefined]),
  ...(chance.often(0.3) && { payload: { type: 'string', value: `payload ${index}` } }),
  ...(chance.often(0.2) && {
    overrides: [{ contextName: chance.oneOf(fields), values: [anyText(chance), anyText(chance)] }],
  }),
});
const variantsOf = (chance: Chance) => chance.some(3, () => undefined).map(variantOf(chance));

/** Who lacks the field that a variant sticks to draws lots, and two who draw cannot be compared. */
const withoutLots = (variants: ReturnType<typeof variantsOf>, stickiness: string) =>
  variants.map((variant) =>
    ['default', 'userId'].includes(stickiness) ? variant : { ...variant, stickiness: 'default' },
  );

const strategyOf = (chance: Chance) => {
  const stickiness = chance.oneOf(['default', 'userId', 'sessionId', 'country', 'nothing', '']);
  return {
    name: chance.oneOf([
      ...['default', 'flexibleRollout', 'flexibleRollout', 'userWithId', 'gradualRolloutUserId', 'newest'],
      ...['gradualRolloutSessionId', 'remoteAddress', 'applicationHostname'],
    ]),
    parameters: {
      rollout: chance.oneOf(['0', '1', '12.5', '50', '99', '100', '', 'x']),
      percentage: chance.oneOf(['0', '10', '50', '100']),
      stickiness,
      groupId: chance.oneOf(['a', 'b', 'a flag with a long name', '', undefined]),
      userIds: chance.oneOf(['', 'user-1', 'user-1, user-12 ,x', undefined]),
      IPs: chance.oneOf(['', '10.0.0.1', '10.0.0.0/24,192.168.0.1']),
      hostNames: 'nowhere',
    },
    constraints: chance.some(2, () => constraintOf(chance)),
    segments: chance.often(0.3) ? chance.some(2, () => chance.upTo(5)) : undefined,
    variants: chance.often(0.3) ? withoutLots(variantsOf(chance), stickiness) : undefined,
  };
};

const names = Array.from({ length: 60 }, (_, index) => `flag-${index}`);

const flagOf = (chance: Chance) => (name: string) => ({
  name,
  enabled: chance.often(0.9),
  strategies: chance.some(3, () => strategyOf(chance)),
  variants: chance.often(0.5) ? variantsOf(chance) : undefined,
  dependencies: chance.often(0.2)
    ? [
        {
          feature: chance.oneOf([...names, 'gone']),
          enabled: chance.oneOf([true, false, undefined]),
          variants: chance.oneOf([undefined, [], ['v0', 'v1'], ['disabled']]),
        },
      ]
    : undefined,
});

const contextOf = (chance: Chance) => ({
  userId: `user-${chance.upTo(20)}`,
  ...(chance.often(0.5) && { sessionId: anyText(chance) }),
  ...(chance.often(0.5) && { remoteAddress: chance.oneOf(['10.0.0.1', '10.0.1.1', '2001:db8::7', 'x']) }),
  ...(chance.often(0.3) && {
    currentTime: new Date(chance.oneOf(['2019-05-05', '2025-05-05', '2035-05-05'])),
  }),
  ...(chance.often(0.2) && { environment: chance.oneOf(['development', undefined]) }),
  ...(chance.often(0.2) && { country: anyText(chance) }),
  ...(chance.often(0.9) && {
    properties: {
      ...(chance.often(0.7) && { country: anyText(chance) }),
      ...(chance.often(0.7) && { age: chance.oneOf([18, 42, '42', 'old', null, undefined, Number.NaN]) }),
      ...(chance.often(0.7) && { version: anyText(chance) }),
    },
  }),
});

/** A repository for `unleash-client` that holds what it is given. */
class Repository extends EventEmitter {
  readonly #flags: ReadonlyMap<string, object>;
  readonly #segments: ReadonlyMap<number, object>;

  constructor(flags: readonly { name: string }[], segments: readonly { id: number }[]) {
    super();
    this.#flags = new Map(flags.map((flag) => [flag.name, flag]));
    this.#segments = new Map(segments.map((segment) => [segment.id, segment]));
  }

  getToggle = (name: string) => this.#flags.get(name);
  getToggles = () => [...this.#flags.values()];
  getTogglesWithSegmentData = () => [];
  getSegment = (id: number) => this.#segments.get(id);
  stop = () => {};
  start = async () => void this.emit(UnleashEvents.Ready);
}

const theirsOf = async (flags: readonly { name: string }[], segments: readonly { id: number }[]) => {
  const unleash = new Unleash({
    appName: 'gateway',
    environment: 'production',
    url: 'http://127.0.0.1:1/',
    repository: new Repository(flags, segments) as never,
    disableAutoStart: true,
    disableMetrics: true,
    skipInstanceCountWarning: true,
  });
  unleash.on(UnleashEvents.Error, () => {});
  await unleash.start();
  return unleash;
};

const oursOf = (flags: readonly object[], segments: readonly object[]) => {
  const store = new FlagStore();
  const surroundings = { appName: 'gateway', environment: 'production', now: Date.now, random: Math.random };
  const onError = () => {};
  const evaluator = createEvaluator({
    store,
    usage: new Usage(),
    surroundings: { ...surroundings, strategies: [] },
    onError,
  });
  const state = { flags: flags as WireFlag[], segments: segments as WireSegment[], unreadable: [] };
  store.apply([{ type: 'hydration', eventId: 1, ...state }], 'poll');
  return evaluator;
};

describe.each([1, 2, 3, 4, 5, 6, 7, 8])('with flags, segments and contexts drawn from seed %d', (seed) => {
  const chance = chanceOf(seed);
  const segments = [0, 1, 2, 3].map((id) => ({
    id,
    constraints: chance.some(2, () => constraintOf(chance)),
  }));
  const flags = names.map(flagOf(chance));
  const contexts = Array.from({ length: 40 }, () => contextOf(chance));
  const ours = oursOf(flags, segments);
  let theirs: Unleash;
  beforeAll(async () => {
    theirs = await theirsOf(flags, segments);
  });
  afterAll(() => theirs.destroy());

  test('every flag is on for those for whom it is on in unleash-client', () => {
    const answers = { on: 0, off: 0 };
    for (const flag of flags) {
      for (const context of contexts) {
        const expected = theirs.isEnabled(flag.name, context as never);
        const found = ours.isEnabled(flag.name, context as never, false);
        if (found !== expected) throw new Error(`${JSON.stringify({ expected, flag, context, segments })}`);
        answers[found ? 'on' : 'off'] += 1;
      }
    }
    expect(Math.min(answers.on, answers.off)).toBeGreaterThan(200);
  });

  test('every flag gives the variant that unleash-client gives', () => {
    const seen = new Set<string>();
    for (const flag of flags) {
      for (const context of contexts) {
        const { name, enabled, payload } = theirs.getVariant(flag.name, context as never);
        const found = ours.variant(flag.name, context as never, noVariant);
        const expected = payload === undefined ? { name, enabled } : { name, enabled, payload };
        expect(found, JSON.stringify({ flag, context })).toEqual(expected);
        seen.add(name);
      }
    }
    expect(seen.size).toBeGreaterThan(2);
  });
});
