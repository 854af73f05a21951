import { setImmediate } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { Turns } from './turns.ts';

it('work begins after the one before has ended, also where that failed, and each gets its own end', async () => {
  const turns = new Turns();
  const seen: string[] = [];
  const work = (name: string, fails: boolean) => async () => {
    seen.push(`${name} begins`);
    await setImmediate();
    seen.push(`${name} ends`);
    if (fails) throw new Error(`${name} failed`);
    return name;
  };
  const ends = await Promise.allSettled([
    turns.take(work('first', true)),
    turns.take(work('second', false)),
    turns.take(work('third', false)),
  ]);
  expect(seen).toEqual([
    'first begins',
    'first ends',
    'second begins',
    'second ends',
    'third begins',
    'third ends',
  ]);
  expect(ends).toMatchObject([
    { reason: new Error('first failed') },
    { value: 'second' },
    { value: 'third' },
  ]);
});
