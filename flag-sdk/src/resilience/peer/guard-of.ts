import { Registry } from 'prom-client';
import { createGuardMetrics } from '../../telemetry/guard-metrics.ts';
import { createGuard } from '../guard.ts';
import type { GuardOptions } from '../guard-types.ts';

/** A guard around `run`, to be held against what others do with the same work, on a clock that moves with fake timers. */
export const guardOf = <T>(run: GuardOptions<[], T>['run'], options: Partial<GuardOptions<[], T>> = {}) =>
  createGuard<[], T>(
    'peer',
    { dependency: 'peer', timeoutMs: 100, concurrency: 1_000, ...options, run },
    { isLive: () => true, metrics: createGuardMetrics(new Registry()), now: () => Date.now() },
  );

/** Work that fails at once. */
export const down = (): Promise<string> => Promise.reject(new Error('down'));

/** So many calls at once; resolves when all are over, however they end. */
export const burst = (calls: number, call: () => Promise<unknown>): Promise<unknown> =>
  Promise.allSettled(Array.from({ length: calls }, () => call()));
