import type { PolicySettings } from '../../contract/policy.ts';
import { OpsError } from '../ops-error.ts';

/** A change may move a number to at most this many times what is in force, or to at most this part of it. */
const largestStep = 2;

/**
 * Throws `policy.invalid` where two fields contradict each other, and `policy.step_too_big` where a number moves further
 * than to half or twice what is set, unless that is confirmed. The settings replace those that are set; what the code says
 * is not known here: the SDK checks again.
 */
export function checkPolicy(
  wanted: PolicySettings,
  inForce: PolicySettings,
  confirmStep: boolean,
): PolicySettings {
  const { timeoutMs, deadlineMs, breaker, hedgeAfterMs } = wanted;
  if (
    Object.keys(numbersOf(wanted)).length === 0 &&
    wanted.mode === undefined &&
    wanted.adaptive === undefined
  ) {
    if (wanted.hedgeAfterMs !== null && wanted.rateLimit !== null)
      throw invalid('at least one setting is expected, got none');
  }
  if (timeoutMs !== undefined && deadlineMs !== undefined && timeoutMs >= deadlineMs)
    throw invalid(`timeoutMs should be below deadlineMs (${deadlineMs}), but was ${timeoutMs}`);
  if (timeoutMs !== undefined && breaker?.openMs !== undefined && breaker.openMs < 2 * timeoutMs)
    throw invalid(
      `breaker.openMs should be at least twice timeoutMs (${2 * timeoutMs}), but was ${breaker.openMs}`,
    );
  if (timeoutMs !== undefined && typeof hedgeAfterMs === 'number' && hedgeAfterMs >= timeoutMs)
    throw invalid(`hedgeAfterMs should be below timeoutMs (${timeoutMs}), but was ${hedgeAfterMs}`);
  if (!confirmStep) checkSteps(numbersOf(wanted), numbersOf(inForce));
  return wanted;
}

function checkSteps(wanted: Record<string, number>, inForce: Record<string, number>): void {
  for (const [name, value] of Object.entries(wanted)) {
    const before = inForce[name];
    if (before === undefined || before === 0) continue;
    if (value <= before * largestStep && value >= before / largestStep) continue;
    throw new OpsError(
      'policy.step_too_big',
      `${name} would move from ${before} to ${value}: at most ${before * largestStep} and at least ${before / largestStep} in one change. Go in smaller steps, or send confirmStep.`,
    );
  }
}

/** Every number of the settings under its dotted name. */
function numbersOf(settings: object, prefix = ''): Record<string, number> {
  return Object.fromEntries(
    Object.entries(settings).flatMap(([name, value]): [string, number][] => {
      if (typeof value === 'number') return [[`${prefix}${name}`, value]];
      if (typeof value === 'object' && value !== null)
        return Object.entries(numbersOf(value, `${prefix}${name}.`));
      return [];
    }),
  );
}

function invalid(what: string): OpsError {
  return new OpsError('policy.invalid', `The policy would not be sound: ${what}. Nothing was changed.`);
}
