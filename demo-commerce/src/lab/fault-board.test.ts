import { expect, test } from 'vitest';
import type { Fault } from '../faults/fault.ts';
import { createFaultBoard } from './fault-board.ts';

const fault = (id: string, service: string, second: number): Fault => ({
  id,
  service,
  kind: 'errors',
  latencyMs: 0,
  ratio: 1,
  startedAt: new Date(second * 1000).toISOString(),
  stopsAt: new Date((second + 10) * 1000).toISOString(),
});

test('a fault leaves the board when it stops by itself, is removed, or all are cleared', () => {
  const board = createFaultBoard();
  board.put(fault('b', 'order', 5));
  board.put(fault('a', 'catalog', 1));
  expect(board.active(6000).map(({ id }) => id)).toEqual(['a', 'b']);
  expect(board.activeOf('order', 6000).map(({ id }) => id)).toEqual(['b']);
  expect(board.active(11_000).map(({ id }) => id)).toEqual(['b']);
  expect(board.remove('b')).toBe('order');
  expect(board.remove('b')).toBeUndefined();
  board.put(fault('c', 'payment', 20));
  expect(board.clear()).toEqual(['payment']);
  expect(board.active(21_000)).toEqual([]);
});
