import { createRequire } from 'node:module';
import index from '@unleash/client-specification/specifications/index.json' with { type: 'json' };
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import type { FlagContext } from '../client-types.ts';
import { Usage } from '../telemetry/usage.ts';
import { createEvaluator, noVariant } from './evaluator.ts';
import { FlagStore } from './flag-store.ts';
import { parseHydration, parseStreamData } from './wire.ts';

interface Specification {
  readonly name: string;
  readonly state:
    | { readonly features: readonly unknown[]; readonly segments?: readonly unknown[] }
    | { readonly events: readonly unknown[] };
  readonly tests?: readonly Case<boolean>[];
  readonly variantTests?: readonly Case<object>[];
}

interface Case<T> {
  readonly description: string;
  readonly context: FlagContext;
  readonly toggleName: string;
  readonly expectedResult: T;
}

const require = createRequire(import.meta.url);
const specifications = index.map(
  (file) => require(`@unleash/client-specification/specifications/${file}`) as Specification,
);

/** An evaluator over the state of a specification, taken in as it comes from a server. */
const evaluatorOf = ({ state }: Specification) => {
  const store = new FlagStore();
  const evaluator = createEvaluator({
    store,
    usage: new Usage(),
    surroundings: {
      appName: 'conformance',
      environment: 'default',
      now: Date.now,
      random: Math.random,
      strategies: [],
    },
    onError: () => {},
  });
  if ('events' in state) {
    const { events, faults } = parseStreamData(JSON.stringify(state));
    expect(faults).toEqual([]);
    store.apply(events, 'stream');
  } else {
    const { event, faults } = parseHydration(1, state.features, state.segments);
    expect(faults).toEqual([]);
    store.apply(event === undefined ? [] : [event], 'poll');
  }
  return evaluator;
};

test('there are all the specifications that version 6.1.0 has', () => {
  expect(specifications).toHaveLength(22);
});

/** Every case by its name, so that the output of the tests shows what was compared. */
const passed: string[] = [];
afterEach(({ task }) => {
  const isCase = task.suite !== undefined && task.result?.errors === undefined;
  if (isCase) passed.push(`${task.suite?.name}: ${task.name}`);
});
afterAll(() => {
  process.stdout.write(`${passed.join('\n')}\n${passed.length} cases as Unleash has them\n`);
});

describe.each(specifications)('$name', (specification) => {
  const evaluator = evaluatorOf(specification);
  const { tests = [], variantTests = [] } = specification;

  for (const { description, context, toggleName, expectedResult } of tests) {
    test(description, () => {
      expect(evaluator.isEnabled(toggleName, context, false)).toBe(expectedResult);
    });
  }

  for (const { description, context, toggleName, expectedResult } of variantTests) {
    const { feature_enabled, featureEnabled, ...expected } = expectedResult as Record<string, unknown>;
    test(description, () => {
      expect(evaluator.variant(toggleName, context, noVariant)).toEqual(expected);
      expect(evaluator.isEnabled(toggleName, context, false)).toBe(feature_enabled ?? featureEnabled);
    });
  }
});
