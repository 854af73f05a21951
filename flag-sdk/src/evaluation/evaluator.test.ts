import { describe, expect, test, vi } from 'vitest';
import type { FlagContext } from '../client-types.ts';
import { Usage } from '../telemetry/usage.ts';
import { createEvaluator, noVariant } from './evaluator.ts';
import { FlagStore } from './flag-store.ts';
import type { WireFlag, WireSegment } from './wire.ts';

/** An evaluator over the given flags, or over nothing at all. */
const evaluating = (flags?: object[], segments: object[] = [], random = Math.random) => {
  const store = new FlagStore();
  const usage = new Usage();
  const onError = vi.fn();
  const surroundings = {
    appName: 'gateway',
    environment: 'production',
    now: Date.now,
    random,
    strategies: [],
  };
  const evaluator = createEvaluator({ store, usage, surroundings, onError });
  const hydrate = (eventId: number, newFlags: object[], newSegments: object[] = []) =>
    store.apply(
      [
        {
          type: 'hydration',
          eventId,
          flags: newFlags as WireFlag[],
          segments: newSegments as WireSegment[],
          unreadable: [],
        },
      ],
      'stream',
    );
  if (flags !== undefined) hydrate(3, flags, segments);
  return { evaluator, usage, onError, store, hydrate };
};

const rollout = (percent: number) => ({
  name: 'flexibleRollout',
  parameters: { rollout: String(percent), stickiness: 'userId', groupId: 'ranker' },
  constraints: [],
});

describe('switches', () => {
  const flags = [
    { name: 'live', enabled: true, strategies: [] },
    { name: 'killed', enabled: false, strategies: [rollout(100)] },
  ];

  test.each([
    ['live', true],
    ['killed', false],
    ['unknown', true],
    ['constructor', true],
    ['__proto__', true],
    ['', true],
  ])('%j: LIVE is %s', (key, live) => {
    expect(evaluating(flags).evaluator.isLive(key)).toBe(live);
  });

  test('every switch is LIVE before the first state', () => {
    expect(evaluating().evaluator.isLive('killed')).toBe(true);
  });

  test('a switch that is being restored is LIVE for its share of users, always the same ones', () => {
    const { evaluator } = evaluating([{ name: 'switch', enabled: true, strategies: [rollout(25)] }]);
    const users = Array.from({ length: 2_000 }, (_, index) => ({ userId: `user-${index}` }));
    const live = users.filter((user) => evaluator.isLive('switch', user));
    expect(live.length / users.length).toBeCloseTo(0.25, 1);
    expect(users.filter((user) => evaluator.isLive('switch', user))).toEqual(live);
  });

  test('without a context chance decides who sees a switch that is being restored', () => {
    const strategies = [
      { ...rollout(25), parameters: { rollout: '25', stickiness: 'default', groupId: 'a' } },
    ];
    const draws = [0.1, 0.3, 0.24];
    const { evaluator } = evaluating(
      [{ name: 'switch', enabled: true, strategies }],
      [],
      () => draws.shift() ?? 1,
    );
    expect([1, 2, 3].map(() => evaluator.isLive('switch'))).toEqual([true, false, true]);
  });

  test('a switch that cannot be evaluated is LIVE', () => {
    const strategies = [{ name: 'flexibleRollout' }];
    const { evaluator, onError } = evaluating([{ name: 'switch', enabled: true, strategies }]);
    expect(evaluator.isLive('switch')).toBe(true);
    expect(onError).toHaveBeenCalledTimes(1);
  });

  test('a killed switch is KILLED, whatever else is wrong with it', () => {
    const broken = { name: 'switch', enabled: false, strategies: [{ constraints: 7 }], dependencies: [null] };
    expect(evaluating([broken]).evaluator.isLive('switch')).toBe(false);
  });
});

describe('flags', () => {
  test('unknown flags and flags before the first state give the fallback', () => {
    for (const flags of [undefined, []]) {
      const { evaluator } = evaluating(flags);
      expect(evaluator.isEnabled('badges', {}, false)).toBe(false);
      expect(evaluator.isEnabled('badges', {}, true)).toBe(true);
      expect(evaluator.isEnabled('toString', {}, false)).toBe(false);
      expect(evaluator.variant('badges', {}, noVariant)).toEqual(noVariant);
    }
  });

  test('a rollout keeps its users while it grows', () => {
    const users = Array.from({ length: 1_000 }, (_, index) => `user-${index}`);
    const onAt = (percent: number) => {
      const { evaluator } = evaluating([{ name: 'ranker', enabled: true, strategies: [rollout(percent)] }]);
      return users.filter((userId) => evaluator.isEnabled('ranker', { userId }, false));
    };
    const [some, more] = [onAt(10), onAt(50)];
    expect(some.length).toBeGreaterThan(60);
    expect(some.length).toBeLessThan(140);
    expect(some.every((user) => more.includes(user))).toBe(true);
    expect(onAt(100)).toHaveLength(1_000);
  });

  test('segments are looked up, and a missing one turns the strategy off', () => {
    const constraints = [{ contextName: 'country', operator: 'IN', values: ['de'], inverted: false }];
    const strategy = { name: 'default', parameters: {}, constraints: [], segments: [7] };
    const flag = { name: 'badges', enabled: true, strategies: [strategy] };
    const german: FlagContext = { properties: { country: 'de' } };
    const { evaluator } = evaluating([flag], [{ id: 7, constraints }]);
    expect(evaluator.isEnabled('badges', german, false)).toBe(true);
    expect(evaluator.isEnabled('badges', { properties: { country: 'fr' } }, false)).toBe(false);
    expect(evaluating([flag]).evaluator.isEnabled('badges', german, false)).toBe(false);
  });

  test('gives the variant and its payload', () => {
    const payload = { type: 'string', value: 'blue' };
    const variants = [{ name: 'blue', weight: 1000, payload, stickiness: 'default' }];
    const { evaluator, usage } = evaluating([{ name: 'colour', enabled: true, strategies: [], variants }]);
    expect(evaluator.variant('colour', {}, noVariant)).toEqual({ name: 'blue', enabled: true, payload });
    expect(usage.take().get('colour')).toEqual({ yes: 1, no: 0, variants: { blue: 1 } });
  });
});

describe('never throws', () => {
  const strange = [
    { name: 'a', enabled: true, strategies: [{}] },
    { name: 'a', enabled: true, strategies: [{ name: 'flexibleRollout' }] },
    { name: 'a', enabled: true, strategies: [{ name: 'default', constraints: [{}] }] },
    {
      name: 'a',
      enabled: true,
      strategies: [{ name: 'default', constraints: [{ operator: 'REGEX', value: '(' }] }],
    },
    { name: 'a', enabled: true, strategies: [{ name: 'default', constraints: [null] }] },
    { name: 'a', enabled: true, strategies: [{ name: 'default', segments: 7 }] },
    { name: 'a', enabled: true, strategies: [], variants: [{}] },
    { name: 'a', enabled: true, strategies: [], dependencies: [{ feature: 'gone' }] },
    { name: 'a', enabled: true, strategies: [], dependencies: [null] },
  ];
  test.each(strange.map((flag): [string, object] => [JSON.stringify(flag), flag]))('%s', (_name, flag) => {
    const { evaluator } = evaluating([flag]);
    for (const context of [{}, { userId: 'u' }, { properties: undefined }] as FlagContext[]) {
      expect(typeof evaluator.isEnabled('a', context, false)).toBe('boolean');
      expect(typeof evaluator.variant('a', context, noVariant).name).toBe('string');
    }
    expect(typeof evaluator.isLive('a')).toBe('boolean');
  });

  test('with a context from a caller without types', () => {
    const { evaluator } = evaluating([{ name: 'a', enabled: true, strategies: [rollout(50)] }]);
    for (const context of [null, 7, 'x'] as unknown as FlagContext[]) {
      expect(typeof evaluator.isEnabled('a', context, true)).toBe('boolean');
    }
  });

  test('a flag that cannot be evaluated gives the fallback, told once until the next revision', () => {
    const { evaluator, onError, store } = evaluating([
      {
        name: 'a',
        enabled: true,
        strategies: [{ name: 'default', constraints: [null] }],
        dependencies: [null],
      },
    ]);
    for (let index = 0; index < 100; index += 1) expect(evaluator.isEnabled('a', {}, true)).toBe(true);
    expect(onError).toHaveBeenCalledTimes(1);
    expect(onError).toHaveBeenCalledWith(expect.objectContaining({ code: 'EVALUATION_FAILED' }));
    const flag = { name: 'b', enabled: true, strategies: [] };
    store.apply([{ type: 'flag-updated', eventId: 4, flag }], 'stream');
    evaluator.isEnabled('a', {}, true);
    expect(onError).toHaveBeenCalledTimes(2);
  });
});

test('a strategy that is not known here is left out, and told of once', () => {
  const { evaluator, onError } = evaluating([{ name: 'a', enabled: true, strategies: [{ name: 'newest' }] }]);
  expect([1, 2].map(() => evaluator.isEnabled('a', {}, true))).toEqual([false, false]);
  expect(onError).toHaveBeenCalledTimes(1);
  expect(onError.mock.calls[0]?.[0]).toMatchObject({ message: expect.stringContaining('"newest"') });
});

describe('usage', () => {
  test('counts yes, no, variants and keys that are no flags', () => {
    const { evaluator, usage } = evaluating([
      { name: 'on', enabled: true, strategies: [] },
      { name: 'off', enabled: false, strategies: [] },
    ]);
    for (const flag of ['on', 'on', 'off', 'unknown']) evaluator.isEnabled(flag, {}, false);
    evaluator.isLive('nobody');
    evaluator.variant('off', {}, noVariant);
    evaluator.variant('unknown', {}, noVariant);
    expect(Object.fromEntries(usage.take())).toEqual({
      on: { yes: 2, no: 0, variants: {} },
      off: { yes: 0, no: 2, variants: { disabled: 1 } },
      unknown: { yes: 0, no: 2, variants: { disabled: 1 } },
      nobody: { yes: 1, no: 0, variants: {} },
    });
  });

  test('goes on over a new state and over a report', () => {
    const flag = { name: 'on', enabled: true, strategies: [] };
    const { evaluator, usage, hydrate } = evaluating([flag]);
    evaluator.isEnabled('on', {}, false);
    hydrate(4, [{ ...flag, enabled: false }]);
    evaluator.isEnabled('on', {}, false);
    expect(usage.take().get('on')).toEqual({ yes: 1, no: 1, variants: {} });
    evaluator.isEnabled('on', {}, false);
    expect(usage.take().get('on')).toEqual({ yes: 0, no: 1, variants: {} });
    expect(usage.asked()).toEqual(['on']);
  });
});

describe('a new state', () => {
  const constraint = (value: string) => [
    { contextName: 'country', operator: 'IN', values: [value], inverted: false },
  ];
  const german: FlagContext = { properties: { country: 'de' } };
  const inSegment = { name: 'a', enabled: true, strategies: [{ name: 'default', segments: [1] }] };

  test('a segment that changed changes the flags that use it', () => {
    const { evaluator, store } = evaluating([inSegment], [{ id: 1, constraints: constraint('fr') }]);
    expect(evaluator.isEnabled('a', german, false)).toBe(false);
    const segment = { id: 1, constraints: constraint('de') } as unknown as WireSegment;
    store.apply([{ type: 'segment-updated', eventId: 4, segment }], 'stream');
    expect(evaluator.isEnabled('a', german, false)).toBe(true);
    store.apply([{ type: 'segment-removed', eventId: 5, id: 1 }], 'stream');
    expect(evaluator.isEnabled('a', german, false)).toBe(false);
  });

  test('a parent that changed changes its children', () => {
    const parent = { name: 'parent', enabled: true, strategies: [] };
    const child = { name: 'child', enabled: true, strategies: [], dependencies: [{ feature: 'parent' }] };
    const { evaluator, store } = evaluating([child, parent]);
    expect(evaluator.isEnabled('child', {}, false)).toBe(true);
    store.apply([{ type: 'flag-updated', eventId: 4, flag: { ...parent, enabled: false } }], 'stream');
    expect(evaluator.isEnabled('child', {}, false)).toBe(false);
    store.apply([{ type: 'flag-removed', eventId: 5, name: 'parent' }], 'stream');
    expect(evaluator.isEnabled('child', {}, true)).toBe(false);
  });

  test('a flag that is gone is unknown', () => {
    const { evaluator, hydrate } = evaluating([inSegment]);
    hydrate(4, []);
    expect(evaluator.isEnabled('a', german, true)).toBe(true);
  });
});

describe('details', () => {
  const constraint = { contextName: 'country', operator: 'IN', values: ['de'], inverted: false };
  const ruled = [{ name: 'default', parameters: {}, constraints: [constraint] }];
  const half = [{ ...rollout(50) }];
  const two = ['a', 'b'].map((name) => ({ name, weight: 500, stickiness: 'userId' }));
  const flags = [
    { name: 'off', enabled: false, strategies: [] },
    { name: 'on', enabled: true, strategies: [] },
    { name: 'whole', enabled: true, strategies: [{ ...rollout(100), parameters: { rollout: '100' } }] },
    { name: 'half', enabled: true, strategies: half },
    { name: 'ruled', enabled: true, strategies: ruled },
    { name: 'mixed', enabled: true, strategies: [...half, ...ruled] },
    { name: 'one', enabled: true, strategies: [], variants: [{ name: 'a', weight: 1000 }] },
    { name: 'two', enabled: true, strategies: [], variants: two },
    { name: 'child', enabled: true, strategies: [], dependencies: [{ feature: 'on' }] },
    {
      name: 'broken',
      enabled: true,
      strategies: [{ ...ruled[0], constraints: [{ ...constraint, values: 3 }] }],
    },
  ];
  const german = { userId: 'ann', properties: { country: 'de' } };

  test.each([
    ['off', german, false, 'disabled', 'disabled'],
    ['on', german, true, 'disabled', 'static'],
    ['whole', german, true, 'disabled', 'static'],
    ['ruled', german, true, 'disabled', 'targeting_match'],
    ['ruled', {}, false, 'disabled', 'default'],
    ['mixed', german, true, 'disabled', 'targeting_match'],
    ['one', german, true, 'a', 'static'],
    ['child', german, true, 'disabled', 'targeting_match'],
  ])('%s for %j: %s, variant %s, because of %s', (flag, context, enabled, name, reason) => {
    const { evaluator } = evaluating(flags);
    expect(evaluator.details(flag, context)).toMatchObject({ enabled, variant: { name }, reason });
  });

  test.each(['half', 'two'])('%s is split, whoever asks', (flag) => {
    const { evaluator } = evaluating(flags);
    const reasons = ['ann', 'bob', 'eve', 'joe'].map((userId) => evaluator.details(flag, { userId }).reason);
    expect(new Set(reasons)).toEqual(new Set(['split']));
  });

  test('say why there is no answer', () => {
    const fault = (name: string, given?: object[]) => evaluating(given).evaluator.details(name, {});
    expect(fault('any')).toMatchObject({ enabled: false, reason: 'error', fault: 'not_ready' });
    expect(fault('any', flags)).toMatchObject({ enabled: false, reason: 'error', fault: 'not_found' });
    expect(fault('broken', flags)).toMatchObject({ enabled: false, reason: 'error', fault: 'unreadable' });
  });

  test('count like one call of variant', () => {
    const { evaluator, usage } = evaluating(flags);
    evaluator.details('one', german);
    evaluator.details('on', german);
    expect(Object.fromEntries(usage.take())).toEqual({
      one: { yes: 1, no: 0, variants: { a: 1 } },
      on: { yes: 1, no: 0, variants: {} },
    });
  });
});
