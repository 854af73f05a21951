import { expect, test } from 'vitest';
import { missedGoals } from './goals.ts';

test.each([
  [150, '<= 150', []],
  [150.1, '<= 150', ['figure']],
  [8, '>= 8', []],
  [7.99, '>= 8', ['figure']],
  [Number.NaN, '<= 150', ['figure']],
])('%d against "%s" misses %j', (figure, goal, missed) => {
  expect(missedGoals({ figure }, { figure: goal })).toEqual(missed);
});

test('a figure that was not measured misses its goal', () => {
  expect(missedGoals({}, { figure: '>= 0' })).toEqual(['figure']);
});

test('a goal that cannot be read is said so', () => {
  expect(() => missedGoals({ figure: 1 }, { figure: 'fast' })).toThrow(/"<= 150".*but was "fast"/);
});
