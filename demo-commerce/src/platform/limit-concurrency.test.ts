import { describe, expect, test } from 'vitest';
import { limitConcurrency } from './limit-concurrency.ts';

describe('limited concurrency', () => {
  test('runs no more at once than allowed, and everybody in turn', async () => {
    const limited = limitConcurrency(2, 100);
    let running = 0;
    let most = 0;
    const done: number[] = [];
    await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        limited(async () => {
          running += 1;
          most = Math.max(most, running);
          await new Promise((resolve) => setImmediate(resolve));
          running -= 1;
          done.push(i);
        }),
      ),
    );
    expect(most).toBe(2);
    expect(done).toHaveLength(20);
  });

  test('refuses with 503 when the queue is full, and frees a place when work fails', async () => {
    const limited = limitConcurrency(1, 1);
    const fail = () =>
      new Promise<never>((_resolve, reject) => setImmediate(() => reject(new Error('broken'))));
    const first = limited(fail);
    const second = limited(async () => 'second');
    await expect(limited(async () => 'third')).rejects.toMatchObject({ status: 503, code: 'too_busy' });
    await expect(first).rejects.toThrow('broken');
    expect(await second).toBe('second');
    expect(await limited(async () => 'later')).toBe('later');
  });
});
