import type { SwitchState } from '@breakwater/control-plane/contract';
import { expect, test } from 'vitest';
import { byUrgency, stateNote, stateVerbs, stateWord, verbWord } from './state-view.ts';

test.each([
  ['LIVE', 100, 'LIVE'],
  ['KILLED', 0, 'KILLED'],
  ['RESTORING', 25, 'RESTORING 25 %'],
  ['DRILL', 99, 'DRILL 1 %'],
  ['DRILL', 99.9, 'DRILL 0.1 %'],
] as const)('%s at %s %% reads "%s"', (state, percent, word) => {
  expect(stateWord(state, percent)).toBe(word);
});

test('a switch that is live needs no note in a list', () => {
  expect([stateNote('LIVE', 100), stateNote('RESTORING', 5)]).toEqual(['', 'RESTORING 5 %']);
});

test('what takes most from users comes first', () => {
  const states: SwitchState[] = ['LIVE', 'DRILL', 'KILLED', 'RESTORING'];
  const sorted = states.map((state) => ({ state, key: 'a' })).toSorted(byUrgency);
  expect(sorted.map(({ state }) => state)).toEqual(['KILLED', 'RESTORING', 'DRILL', 'LIVE']);
});

test('whatever is not killed can be killed by the button that stands out', () => {
  const mains = Object.entries(stateVerbs).map(([state, { main }]) => `${state} ${main}`);
  expect(mains).toEqual(['LIVE kill', 'KILLED restore', 'RESTORING kill', 'DRILL kill']);
});

test('a restore that is under way can only be hurried', () => {
  expect(verbWord('restore', 'RESTORING')).toBe('Restore at once');
  expect(verbWord('restore', 'KILLED')).toBe('Restore');
});
