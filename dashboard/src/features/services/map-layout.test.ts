import { expect, test } from 'vitest';
import { layoutMap, passingHeight } from './map-layout.ts';

const columnsOf = (names: string[], calls: [string, string][]) =>
  Object.fromEntries(
    layoutMap(
      names,
      calls.map(([caller, callee]) => ({ caller, callee })),
    ).places.map(({ name, column }) => [name, column]),
  );

test('callers stand left of what they call, by the longest way', () => {
  expect(
    columnsOf(
      [],
      [
        ['gateway', 'catalog'],
        ['gateway', 'order'],
        ['order', 'payment'],
        ['gateway', 'payment'],
      ],
    ),
  ).toEqual({ gateway: 0, catalog: 1, order: 1, payment: 2 });
});

test('a service without calls stands in the first column', () => {
  expect(columnsOf(['alone'], [['a', 'b']])).toEqual({ alone: 0, a: 0, b: 1 });
});

test('a cycle and a call to oneself do not hang the map', () => {
  const columns = columnsOf(
    [],
    [
      ['a', 'b'],
      ['b', 'a'],
      ['a', 'a'],
    ],
  );
  expect(Object.keys(columns).toSorted()).toEqual(['a', 'b']);
});

test('rows count from the top within a column', () => {
  const { places, columns } = layoutMap(['b', 'a'], []);
  expect(columns).toBe(1);
  expect(places).toEqual([
    { name: 'a', column: 0, row: 0, rows: 2 },
    { name: 'b', column: 0, row: 1, rows: 2 },
  ]);
});

test.each([
  ['passes where it is clear', 40, [100, 200], 40],
  ['goes round a box by the nearer side', 110, [100], 140],
  ['does not leave one box for another', 130, [100, 160], 60],
  ['goes straight on where nothing is in the way', 77, [], 77],
])('a line %s', (_, y, centres, expected) => {
  expect(passingHeight(y, centres, 40)).toBe(expected);
});
