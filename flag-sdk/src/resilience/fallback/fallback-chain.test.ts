import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { guarded, httpError, never, pass, untilAborted } from '../../../test/guard-fixture.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A dependency that a test can take down. */
const dependency = () => {
  const world = { isDown: false };
  const run = vi.fn(async (_signal: AbortSignal, user: string) => {
    if (world.isDown) throw httpError(503);
    return `for ${user}`;
  });
  return { world, run };
};

describe('the five kinds', () => {
  test('a default value', async () => {
    const { world, run } = dependency();
    world.isDown = true;
    const { guard } = guarded({ run, fallback: [{ kind: 'default', value: 'bestsellers' }] });
    expect(await guard('ann')).toEqual({
      value: 'bestsellers',
      degraded: true,
      outcome: 'failure',
      answeredBy: 'default',
    });
  });

  test('the last good answer of the same key, with its age, while it is young enough', async () => {
    const { world, run } = dependency();
    const { guard } = guarded({
      run,
      fallback: [
        { kind: 'last_good', keyOf: (user) => user, maxAgeMs: 1_000 },
        { kind: 'default', value: 'bestsellers' },
      ],
    });
    await guard('ann');
    world.isDown = true;
    await pass(400);
    expect(await guard('ann')).toEqual({
      value: 'for ann',
      degraded: true,
      outcome: 'failure',
      answeredBy: 'last_good',
      ageMs: 400,
    });
    expect(await guard('bob')).toMatchObject({ value: 'bestsellers', answeredBy: 'default' });
    await pass(601);
    expect(await guard('ann')).toMatchObject({ value: 'bestsellers', answeredBy: 'default' });
  });

  test('an alternative service', async () => {
    const { world, run } = dependency();
    world.isDown = true;
    const other = vi.fn(async (_signal: AbortSignal, user: string) => `elsewhere for ${user}`);
    const { guard } = guarded({ run, fallback: [{ kind: 'alternative', timeoutMs: 50, run: other }] });
    expect(await guard('ann')).toMatchObject({ value: 'elsewhere for ann', answeredBy: 'alternative' });
  });

  test('a reduced feature, which hears why', async () => {
    const { world, run } = dependency();
    world.isDown = true;
    const { guard } = guarded({
      run,
      fallback: [{ kind: 'reduced', answer: (reason, _error, user) => `${reason} for ${user}` }],
    });
    expect(await guard('ann')).toMatchObject({ value: 'failure for ann', answeredBy: 'reduced' });
  });

  test('a fail-safe error, whatever went wrong', async () => {
    const { world, run } = dependency();
    world.isDown = true;
    const { guard } = guarded({
      run,
      fallback: [
        {
          kind: 'fail_safe',
          error: (reason, cause, user) => new Error(`no money moves for ${user}: ${reason}`, { cause }),
        },
      ],
    });
    const thrown = await guard('ann').catch((error: unknown) => error);
    expect(thrown).toMatchObject({ message: 'no money moves for ann: failure', cause: { status: 503 } });
    expect(guard.state().outcomes).toMatchObject({ failure: 1, fallback_served: 0, fallback_failed: 1 });
  });
});

describe('the order', () => {
  test('the first that has an answer gives it; one that fails gives way to the next', async () => {
    const { world, run } = dependency();
    world.isDown = true;
    const asked: string[] = [];
    const { guard, registry } = guarded({
      run,
      fallback: [
        { kind: 'last_good', keyOf: (user) => user, maxAgeMs: 1_000 },
        {
          kind: 'alternative',
          timeoutMs: 50,
          run: () => {
            asked.push('alternative');
            throw new Error('down too');
          },
        },
        { kind: 'reduced', answer: () => 'smaller' },
        { kind: 'default', value: 'never asked' },
      ],
    });
    expect(await guard('ann')).toMatchObject({ value: 'smaller', answeredBy: 'reduced' });
    expect(asked).toEqual(['alternative']);
    const text = await registry.metrics();
    const line = (kind: string, result: string) =>
      `flag_guard_fallbacks_total{guard="recommend",dependency="recommendation",kind="${kind}",result="${result}"} 1`;
    expect(text).toContain(line('alternative', 'failed'));
    expect(text).toContain(line('reduced', 'served'));
    expect(text).not.toContain('kind="default"');
  });

  test('when none has an answer, the error names every reason', async () => {
    const { world, run } = dependency();
    world.isDown = true;
    const { guard } = guarded({
      run,
      fallback: [
        { kind: 'last_good', keyOf: (user) => user, maxAgeMs: 1_000 },
        { kind: 'reduced', answer: () => Promise.reject(new Error('nothing in memory')) },
      ],
    });
    const thrown = await guard('ann').catch((error: unknown) => error);
    expect(thrown).toMatchObject({ code: 'GUARD_FALLBACK_FAILED' });
    expect((thrown as Error).message).toContain('nothing in memory');
    expect((thrown as Error).cause).toMatchObject({
      errors: [{ status: 503 }, { message: 'nothing in memory' }],
    });
  });

  test('a link may be left out for some reasons: what was killed must not come back from memory', async () => {
    const { world, run } = dependency();
    const { guard, world: switches } = guarded({
      run,
      fallback: [
        { kind: 'last_good', keyOf: (user) => user, maxAgeMs: 1_000, except: ['killed'] },
        { kind: 'default', value: 'bestsellers' },
      ],
    });
    await guard('ann');
    switches.isLive = () => false;
    expect(await guard('ann')).toMatchObject({ outcome: 'killed', answeredBy: 'default' });
    switches.isLive = () => true;
    world.isDown = true;
    expect(await guard('ann')).toMatchObject({ outcome: 'failure', answeredBy: 'last_good' });
  });

  test('a last resort that is not the last is refused when the guard is declared', () => {
    const fallback = [
      { kind: 'default', value: 'a' },
      { kind: 'reduced', answer: () => 'b' },
    ] as const;
    expect(() => guarded({ run: async () => 'value', fallback })).toThrow('should be the last of its chain');
  });
});

describe('an alternative service', () => {
  test('has its own time limit, and hears of it', async () => {
    const { world, run } = dependency();
    world.isDown = true;
    const aborted = vi.fn();
    const { guard } = guarded({
      run,
      fallback: [
        {
          kind: 'alternative',
          timeoutMs: 50,
          run: (signal) => {
            signal.addEventListener('abort', () => aborted(signal.reason));
            return untilAborted(signal);
          },
        },
        { kind: 'default', value: 'bestsellers' },
      ],
    });
    const result = guard('ann');
    await pass(50);
    expect(await result).toMatchObject({ answeredBy: 'default' });
    expect(aborted.mock.calls[0]?.[0]).toMatchObject({ name: 'TimeoutError' });
    expect(vi.getTimerCount()).toBe(0);
  });

  test('is not asked when the deadline of the call has passed', async () => {
    const other = vi.fn(async () => 'elsewhere');
    const { guard } = guarded<[], string>({
      run: never,
      deadlineMs: 200,
      timeoutMs: 150,
      fallback: [
        { kind: 'alternative', timeoutMs: 500, run: () => never() },
        { kind: 'alternative', timeoutMs: 500, run: other },
        { kind: 'default', value: 'bestsellers' },
      ],
    });
    const result = guard();
    await pass(200);
    expect(await result).toMatchObject({ outcome: 'timeout', answeredBy: 'default' });
    expect(other).not.toHaveBeenCalled();
  });

  test('is given up when the caller cancels, who gets the reason and nothing else', async () => {
    const { world, run } = dependency();
    world.isDown = true;
    const { guard } = guarded({
      run,
      fallback: [
        { kind: 'alternative', timeoutMs: 500, run: () => never() },
        { kind: 'default', value: 'bestsellers' },
      ],
    });
    const caller = new AbortController();
    const result = guard.with({ signal: caller.signal }, 'ann');
    await pass(10);
    caller.abort(new Error('gone'));
    await expect(result).rejects.toThrow('gone');
    expect(vi.getTimerCount()).toBe(0);
    expect(guard.state().outcomes).toMatchObject({ failure: 1, fallback_served: 0, fallback_failed: 0 });
  });
});

describe('last good answers', () => {
  test('only those that are worth it are kept', async () => {
    const answers = ['', 'full'];
    const world = { isDown: false };
    const { guard } = guarded({
      run: async () => {
        if (world.isDown) throw httpError(503);
        return answers.pop() ?? '';
      },
      fallback: [{ kind: 'last_good', keyOf: () => '', maxAgeMs: 1_000, keepIf: (value) => value !== '' }],
    });
    await guard();
    await guard();
    world.isDown = true;
    expect(await guard()).toMatchObject({ value: 'full', answeredBy: 'last_good' });
  });

  test('a key that cannot be made harms no call that succeeds', async () => {
    const { guard } = guarded({
      run: async () => 'value',
      fallback: [
        {
          kind: 'last_good',
          keyOf: () => {
            throw new Error('no key');
          },
          maxAgeMs: 1_000,
        },
      ],
    });
    expect(await guard()).toMatchObject({ value: 'value', degraded: false });
  });

  test('a fallback never becomes a last good answer', async () => {
    const { world, run } = dependency();
    world.isDown = true;
    const { guard } = guarded({
      run,
      fallback: [
        { kind: 'last_good', keyOf: (user) => user, maxAgeMs: 1_000 },
        { kind: 'default', value: 'bestsellers' },
      ],
    });
    await guard('ann');
    expect(await guard('ann')).toMatchObject({ answeredBy: 'default' });
  });
});
