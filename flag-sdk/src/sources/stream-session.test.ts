import { describe, expect, test } from 'vitest';
import { readMessage } from './stream-session.ts';

const feature = { name: 'a', enabled: true, strategies: [] };
const dataOf = (...events: unknown[]) => JSON.stringify({ events });
const hydration = { type: 'hydration', eventId: 3, features: [feature], segments: [] };

test.each(['unleash-connected', 'unleash-updated'])('%s is applied', (event) => {
  expect(readMessage({ event, data: dataOf(hydration) })).toMatchObject({
    kind: 'apply',
    events: [{ type: 'hydration', eventId: 3 }],
    faults: [],
  });
});

test('an unknown message, or one without a name, is ignored', () => {
  expect(readMessage({ event: 'unleash-something', data: 'x' })).toEqual({ kind: 'ignore' });
  expect(readMessage({ data: dataOf(hydration) })).toEqual({ kind: 'ignore' });
});

test('fetch-mode polling asks for polls, fetch-mode streaming for nothing', () => {
  expect(readMessage({ event: 'fetch-mode', data: 'polling' })).toEqual({ kind: 'poll' });
  expect(readMessage({ event: 'fetch-mode', data: 'streaming' })).toEqual({ kind: 'ignore' });
});

describe('asks for a whole state', () => {
  test.each([
    ['when the data is no JSON', '{"events"'],
    [
      'when one event of several cannot be read',
      dataOf({ type: 'feature-updated', eventId: 4, feature }, { eventId: 5, type: 'feature-removed' }),
    ],
    [
      'when an event after a whole state cannot be read',
      dataOf(hydration, { type: 'feature-updated', eventId: 4, feature: {} }),
    ],
  ])('%s', (_name, data) => {
    expect(readMessage({ event: 'unleash-updated', data })).toMatchObject({ kind: 'rehydrate' });
  });
});

test('a whole state with an unreadable flag is applied, and the fault is told', () => {
  const data = dataOf({ ...hydration, features: [feature, { name: 'b' }] });
  expect(readMessage({ event: 'unleash-connected', data })).toMatchObject({
    kind: 'apply',
    faults: ['flag b has not the shape of a flag'],
  });
});
