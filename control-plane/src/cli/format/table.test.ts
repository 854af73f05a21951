import { expect, it } from 'vitest';
import { facts, table } from './table.ts';

it('pads each column to its widest cell and leaves no trailing blanks', () => {
  expect(
    table(
      ['KEY', 'STATE'],
      [
        ['a', 'LIVE'],
        ['longer-key', ''],
      ],
    ),
  ).toBe('KEY         STATE\na           LIVE\nlonger-key');
});

it('counts characters, not code units', () => {
  expect(
    table(
      ['A', 'B'],
      [
        ['■', 'x'],
        ['ab', 'y'],
      ],
    ),
  ).toBe('A   B\n■   x\nab  y');
});

it('puts the values of facts into one column', () => {
  expect(
    facts([
      ['status', 'open'],
      ['id', '7'],
    ]),
  ).toBe('status  open\nid      7');
});
