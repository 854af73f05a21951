/** Failed sign-ins of one key (an e-mail address from one address) lately, as epoch milliseconds, oldest first. */
export type Failures = readonly number[];

/** Failures within the window after which further sign-ins are refused. */
export const allowedFailures = 5;
/** Length of the window in milliseconds. */
export const windowMs = 60_000;

/** Milliseconds until the next try is allowed; 0 where it is allowed now. */
export function waitMs(failures: Failures, now: number): number {
  const recent = within(failures, now);
  const oldest = recent.at(-allowedFailures);
  return oldest === undefined ? 0 : oldest + windowMs - now;
}

/** The failures with one more, without those that no longer count. */
export function addFailure(failures: Failures, now: number): Failures {
  return [...within(failures, now), now].slice(-allowedFailures);
}

function within(failures: Failures, now: number): Failures {
  return failures.filter((at) => at > now - windowMs);
}
