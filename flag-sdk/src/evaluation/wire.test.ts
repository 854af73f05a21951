import { describe, expect, test } from 'vitest';
import { parseHydration, parseStreamData } from './wire.ts';

const feature = { name: 'a', enabled: true, strategies: [] };
const dataOf = (...events: unknown[]) => JSON.stringify({ events });

test('reads each kind of event', () => {
  const segment = { id: 3, constraints: [] };
  const parsed = parseStreamData(
    dataOf(
      { type: 'hydration', eventId: 1, features: [feature], segments: [segment] },
      { type: 'feature-updated', eventId: 2, feature },
      { type: 'feature-removed', eventId: 3, featureName: 'a', project: 'default' },
      { type: 'segment-updated', eventId: 4, segment },
      { type: 'segment-removed', eventId: 5, segmentId: 3 },
    ),
  );
  expect(parsed).toEqual({
    events: [
      { type: 'hydration', eventId: 1, flags: [feature], segments: [segment], unreadable: [] },
      { type: 'flag-updated', eventId: 2, flag: feature },
      { type: 'flag-removed', eventId: 3, name: 'a' },
      { type: 'segment-updated', eventId: 4, segment },
      { type: 'segment-removed', eventId: 5, id: 3 },
    ],
    faults: [],
    isComplete: true,
  });
});

test('leaves out event types of a newer server', () => {
  const parsed = parseStreamData(dataOf({ type: 'licence-updated', eventId: 9 }));
  expect(parsed).toEqual({ events: [], faults: [], isComplete: true });
});

describe('what cannot be read', () => {
  test.each([
    ['no object', 7],
    ['no eventId', { type: 'feature-removed', featureName: 'a' }],
    ['a fraction as eventId', { type: 'feature-removed', eventId: 1.5, featureName: 'a' }],
    [
      'a flag without enabled',
      { type: 'feature-updated', eventId: 1, feature: { name: 'a', strategies: [] } },
    ],
    [
      'strategies that are no list',
      { type: 'feature-updated', eventId: 1, feature: { ...feature, strategies: 'x' } },
    ],
    ['a removal of nothing', { type: 'feature-removed', eventId: 1 }],
    ['a segment without id', { type: 'segment-updated', eventId: 1, segment: {} }],
    ['a segment removal without id', { type: 'segment-removed', eventId: 1 }],
    ['a hydration without features', { type: 'hydration', eventId: 1 }],
  ])('%s makes the data incomplete', (_name, event) => {
    const parsed = parseStreamData(dataOf(event));
    expect(parsed.isComplete).toBe(false);
    expect(parsed.faults).toHaveLength(1);
  });

  test.each(['', 'nonsense', '[]', '{}', '{"events": 7}'])('%j is no data at all', (data) => {
    expect(() => parseStreamData(data)).toThrow();
  });

  test('a whole state leaves out the flag that cannot be read and names it', () => {
    const { event, faults } = parseHydration(4, [feature, { name: 'b', enabled: 'yes' }], undefined);
    expect(event).toMatchObject({ flags: [feature], unreadable: ['b'] });
    expect(faults).toEqual(['flag b has not the shape of a flag']);
  });
});
