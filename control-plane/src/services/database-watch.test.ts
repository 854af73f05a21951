import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { DatabaseWatch, isDatabaseAway } from './database-watch.ts';

let ping: () => Promise<void>;
let watch: DatabaseWatch;
const said: string[] = [];

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] });
  said.length = 0;
  ping = async () => undefined;
  watch = new DatabaseWatch({
    ping: () => ping(),
    saysAway: (error) => (error as { code?: string }).code === 'ECONNREFUSED',
    onAway: () => said.push('away'),
    onBack: () => said.push('back'),
  });
});
afterEach(() => {
  watch.close();
  vi.useRealTimers();
});

const refused = Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });

it('a refused connection is an outage, which is over with the first answer', async () => {
  const looks: boolean[] = [];
  watch.afterLook(() => looks.push(watch.isAway));
  const kind = await watch.attempt(() => Promise.reject(refused), 100).catch(isDatabaseAway);
  expect([kind, watch.isAway]).toEqual([true, true]);
  ping = () => Promise.reject(refused);
  await vi.advanceTimersByTimeAsync(3000);
  expect(looks).toEqual([true, true, true]);
  ping = async () => undefined;
  await vi.advanceTimersByTimeAsync(1000);
  expect([looks.at(-1), said]).toEqual([false, ['away', 'back']]);
});

it('nobody waits for a database that hangs, and nobody waits a second time', async () => {
  ping = () => new Promise(() => undefined);
  const first = watch.attempt(() => new Promise(() => undefined), 500).catch(isDatabaseAway);
  await vi.advanceTimersByTimeAsync(500);
  expect(await first).toBe(true);
  const work = vi.fn(async () => 1);
  expect(await watch.attempt(work, 500).catch(isDatabaseAway)).toBe(true);
  expect(work).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(said).toEqual(['away']);
});

it('any other error is no outage', async () => {
  await expect(watch.attempt(() => Promise.reject(new Error('wrong key')), 100)).rejects.toThrow('wrong key');
  expect(watch.isAway).toBe(false);
});
