import { describe, expect, test, vi } from 'vitest';
import type { FlagContext } from '../client-types.ts';
import { settingsFrom } from '../options.ts';
import { createEvaluator, noVariant } from './evaluator.ts';
import { FlagStore } from './flag-store.ts';
import type { WireFlag, WireSegment } from './wire.ts';

const settings = settingsFrom({
  service: 'gateway',
  instanceId: 'gateway-1',
  environment: 'production',
  unleashApi: 'http://127.0.0.1:1/api',
  token: 't',
  dataDir: '.',
});

/** An evaluator over the given flags, or over nothing at all. */
const evaluating = (flags?: object[], segments: object[] = []) => {
  const store = new FlagStore();
  const watcher = { asked: vi.fn(), error: vi.fn() };
  const evaluator = createEvaluator(settings, store, watcher);
  if (flags !== undefined) {
    const state = { flags: flags as WireFlag[], segments: segments as WireSegment[], unreadable: [] };
    store.apply([{ type: 'hydration', eventId: 3, ...state }], 'stream');
  }
  return { evaluator, watcher, store };
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

  test('a rollout of the switch does not make it LIVE for some and KILLED for others', () => {
    const { evaluator } = evaluating([{ name: 'switch', enabled: true, strategies: [rollout(0)] }]);
    expect(evaluator.isLive('switch')).toBe(true);
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
    const { evaluator, watcher } = evaluating([{ name: 'colour', enabled: true, strategies: [], variants }]);
    expect(evaluator.variant('colour', {}, noVariant)).toEqual({ name: 'blue', enabled: true, payload });
    expect(watcher.asked).toHaveBeenCalledWith('colour', true, 'blue');
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
    expect(evaluator.isLive('a')).toBe(true);
  });

  test('with a context from a caller without types', () => {
    const { evaluator } = evaluating([{ name: 'a', enabled: true, strategies: [rollout(50)] }]);
    for (const context of [null, 7, 'x'] as unknown as FlagContext[]) {
      expect(typeof evaluator.isEnabled('a', context, true)).toBe('boolean');
    }
  });

  test('a flag that cannot be evaluated gives the fallback, told once until the next revision', () => {
    const { evaluator, watcher, store } = evaluating([
      {
        name: 'a',
        enabled: true,
        strategies: [{ name: 'default', constraints: [null] }],
        dependencies: [null],
      },
    ]);
    for (let index = 0; index < 100; index += 1) expect(evaluator.isEnabled('a', {}, true)).toBe(true);
    expect(watcher.error).toHaveBeenCalledTimes(1);
    expect(watcher.error).toHaveBeenCalledWith(expect.objectContaining({ code: 'EVALUATION_FAILED' }));
    const flag = { name: 'b', enabled: true, strategies: [] };
    store.apply([{ type: 'flag-updated', eventId: 4, flag }], 'stream');
    evaluator.isEnabled('a', {}, true);
    expect(watcher.error).toHaveBeenCalledTimes(2);
  });
});

test('goes on with the last state after it was closed', () => {
  const { evaluator } = evaluating([{ name: 'badges', enabled: true, strategies: [] }]);
  evaluator.close();
  expect(evaluator.isEnabled('badges', {}, false)).toBe(true);
});
