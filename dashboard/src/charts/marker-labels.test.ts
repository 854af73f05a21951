import { expect, test } from 'vitest';
import { type Marker, placeLabels } from './marker-labels.ts';

const room = { left: 0, right: 400, gap: 10, widthOf: (text: string) => text.length * 5 };
const marker = (label: string, x: number, tone: Marker['tone'] = 'ok') => ({ label, tone, at: x, x });
const placed = (...markers: ReturnType<typeof marker>[]) =>
  placeLabels(markers, room).map(({ text, left, row }) => [text, left, row]);

test('a name stands over its line, and inside the chart at its ends', () => {
  expect(placed(marker('killed', 100))).toEqual([['killed', 85, 0]]);
  expect(placed(marker('killed', 2), marker('recovered', 399))).toEqual([
    ['killed', 0, 0],
    ['recovered', 355, 0],
  ]);
});

test('the same name close by is counted, not written again', () => {
  expect(placed(marker('killed', 100), marker('restored', 150), marker('restored', 170))).toEqual([
    ['killed', 85, 0],
    ['restored ×2', 132.5, 0],
  ]);
  expect(placed(marker('restored', 100), marker('restored', 300))).toHaveLength(2);
});

test('names that would touch stand in two rows', () => {
  expect(placed(marker('killed', 100), marker('restored', 120))).toEqual([
    ['killed', 85, 0],
    ['restored', 100, 1],
  ]);
});

test('what has no row left is left out; its line stays', () => {
  expect(placed(marker('killed', 100), marker('restored', 110), marker('recovered', 112))).toHaveLength(2);
});
