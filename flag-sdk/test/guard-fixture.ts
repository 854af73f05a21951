import { Registry } from 'prom-client';
import { vi } from 'vitest';
import type { FlagContext } from '../src/index.ts';
import { createGuard } from '../src/resilience/guard.ts';
import type { GuardOptions } from '../src/resilience/guard-types.ts';
import { createGuardMetrics } from '../src/telemetry/guard-metrics.ts';

/** A guard on a clock that moves with the fake timers, without chance, and with a switch in the test's hand. */
export const guarded = <Args extends readonly unknown[], T>(
  options: Partial<GuardOptions<Args, T>> & Pick<GuardOptions<Args, T>, 'run'>,
  name = 'recommend',
) => {
  const registry = new Registry();
  const world = { isLive: (_key: string, _context?: FlagContext) => true };
  const guard = createGuard<Args, T>(
    name,
    {
      dependency: 'recommendation',
      switchKey: 'recommendations',
      timeoutMs: 100,
      concurrency: 10,
      ...options,
    },
    {
      isLive: (key, context) => world.isLive(key, context),
      metrics: createGuardMetrics(registry),
      now: () => Date.now(),
      random: () => 1,
    },
  );
  return { guard, world, registry };
};

/** Work that never ends, whatever its signal says. */
export const never = (): Promise<never> => new Promise<never>(() => {});

/** Work that ends only when its signal aborts, as a well-made client does. */
export const untilAborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });

/** Lets so much fake time pass. */
export const pass = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);

export const httpError = (status: number): Error => Object.assign(new Error(`HTTP ${status}`), { status });
