import { expect, test, vi } from 'vitest';
import { Listeners } from './listeners.ts';

test('tells every listener until it is taken off', () => {
  const listeners = new Listeners();
  const first = vi.fn();
  const second = vi.fn();
  const stop = listeners.add('source', first);
  listeners.add('source', second);
  listeners.tell('source', { source: 'stream' });
  stop();
  listeners.tell('source', { source: 'poll' });
  expect(first.mock.calls).toEqual([[{ source: 'stream' }]]);
  expect(second).toHaveBeenCalledTimes(2);
});

test('a listener that throws harms nobody else and is told as a fault', () => {
  const listeners = new Listeners();
  const onError = vi.fn(() => {
    throw new Error('even this one');
  });
  const other = vi.fn();
  listeners.add('error', onError);
  listeners.add('revision', () => {
    throw new Error('no');
  });
  listeners.add('revision', other);
  listeners.tell('revision', { revision: 1, source: 'stream' });
  expect(other).toHaveBeenCalledTimes(1);
  expect(onError).toHaveBeenCalledWith(expect.objectContaining({ code: 'LISTENER_FAILED' }));
});
