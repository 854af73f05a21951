import { AsyncLocalStorage } from 'node:async_hooks';

/** What guarded work hands on to guarded calls inside it. */
export interface CallScope {
  /** When all of it must be over, on the monotonic clock of `performance.now()`, in milliseconds. */
  readonly deadlineAt: number;
  /** Aborted when nobody waits for the work any more. */
  readonly signal: AbortSignal | undefined;
}

const scopes = new AsyncLocalStorage<CallScope>();

/** The scope of the work that runs now; undefined outside of any. */
export const currentScope = (): CallScope | undefined => scopes.getStore();

/** Runs `work(...args)` in a scope. */
export const inScope = <Args extends unknown[], R>(
  scope: CallScope,
  work: (...args: Args) => R,
  ...args: Args
): R => scopes.run(scope, work, ...args);

/**
 * Gives every guarded call within `work` one deadline together, in milliseconds from now, and one signal.
 * A deadline that holds already is never made longer. Example: a request handler that must answer within 2 s.
 */
export const withDeadline = <R>(
  limits: { readonly ms: number; readonly signal?: AbortSignal | undefined },
  work: () => R,
): R => {
  const outer = currentScope();
  const deadlineAt = Math.min(outer?.deadlineAt ?? Number.POSITIVE_INFINITY, performance.now() + limits.ms);
  const signal = eitherSignal(outer?.signal, limits.signal);
  return scopes.run({ deadlineAt, signal }, work);
};

/** A signal that aborts as soon as one of two does. */
export const eitherSignal = (
  one: AbortSignal | undefined,
  other: AbortSignal | undefined,
): AbortSignal | undefined => {
  if (one === undefined || one === other) return other;
  return other === undefined ? one : AbortSignal.any([one, other]);
};
