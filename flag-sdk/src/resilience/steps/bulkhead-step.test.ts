import { expect, test } from 'vitest';
import { guarded, never } from '../../../test/guard-fixture.ts';

test('a call that was cancelled before it came does not wait in line', async () => {
  const { guard } = guarded<[], string>({ run: never, timeoutMs: null, concurrency: 1, queue: 1 });
  void guard();
  const reason = new Error('gone');
  await expect(guard.with({ signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  expect(guard.state().bulkhead).toEqual({ limit: 1, inUse: 1, queued: 0 });
});
