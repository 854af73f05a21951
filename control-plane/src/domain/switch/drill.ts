import type { Drill, DrillEvidence, DrillVerdict } from '../../contract/drill.ts';

/** Calls through a switch's guards, as counted over some time. */
export interface CallCounts {
  calls: number;
  /** Answered by the fallback because the switch said so. */
  fallbackAnswers: number;
  fallbackFailures: number;
  errors: number;
}

/** What an instance's guards had counted at some moment, since it started. */
export interface InstanceCounts extends CallCounts {
  id: string;
  service: string;
  startedAt: string;
}

/** What a drill is compared with: the counters at its start, and the errors of the minute before. */
export interface DrillBase {
  instances: InstanceCounts[];
  errorShareBefore: number | null;
}

/** A share of failed calls may rise by this much while a drill runs before the drill counts as harmful. */
const toleratedRise = 0.02;

/** What happened between a drill's start and now, instance by instance; one that began anew counts from zero. */
export function gatherEvidence(base: DrillBase, now: readonly InstanceCounts[]): DrillEvidence {
  const before = new Map(base.instances.map((one) => [one.id, one]));
  const instances = now.map(({ id, service, startedAt, ...counts }) => {
    const known = before.get(id);
    return { id, service, ...(known?.startedAt === startedAt ? minus(counts, known) : counts) };
  });
  const total = instances.reduce<CallCounts>(plus, { ...nothing });
  return {
    ...total,
    errorShareBefore: base.errorShareBefore,
    errorShareDuring: errorShare(total),
    instances,
  };
}

/** Share of failed calls, 0 to 1; null where nothing was called. */
export function errorShare({ calls, errors }: CallCounts): number | null {
  return calls === 0 ? null : errors / calls;
}

/** What the evidence shows. */
export function judgeDrill(
  evidence: DrillEvidence,
): Pick<Drill, 'verdict' | 'text'> & { verdict: DrillVerdict } {
  const { calls, fallbackAnswers, fallbackFailures, errorShareBefore, errorShareDuring } = evidence;
  if (fallbackFailures > 0) {
    return {
      verdict: 'failed',
      text: `The fallback failed ${times(fallbackFailures)}: do not rely on this switch.`,
    };
  }
  if (fallbackAnswers === 0) {
    return {
      verdict: 'unseen',
      text: `None of ${calls} calls fell into the cohort: nothing is proven. Drill again with more traffic.`,
    };
  }
  const rise = (errorShareDuring ?? 0) - (errorShareBefore ?? 0);
  if (rise > toleratedRise) {
    return {
      verdict: 'failed',
      text: `The fallback answered ${times(fallbackAnswers)}, but errors rose from ${show(errorShareBefore)} to ${show(errorShareDuring)}.`,
    };
  }
  const where = evidence.instances.filter((one) => one.fallbackAnswers > 0).length;
  return {
    verdict: 'proven',
    text: `The fallback answered ${times(fallbackAnswers)} on ${where} of ${evidence.instances.length} instances, without a failure.`,
  };
}

/** Counters summed up. */
export function plus(a: CallCounts, b: CallCounts): CallCounts {
  return {
    calls: a.calls + b.calls,
    fallbackAnswers: a.fallbackAnswers + b.fallbackAnswers,
    fallbackFailures: a.fallbackFailures + b.fallbackFailures,
    errors: a.errors + b.errors,
  };
}

/** What was counted from `b` to `a`; never below zero. */
export function minus(a: CallCounts, b: CallCounts): CallCounts {
  const over = (one: number, other: number) => Math.max(0, one - other);
  return {
    calls: over(a.calls, b.calls),
    fallbackAnswers: over(a.fallbackAnswers, b.fallbackAnswers),
    fallbackFailures: over(a.fallbackFailures, b.fallbackFailures),
    errors: over(a.errors, b.errors),
  };
}

/** Nothing counted. */
export const nothing: CallCounts = { calls: 0, fallbackAnswers: 0, fallbackFailures: 0, errors: 0 };

function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`;
}

function show(share: number | null): string {
  return share === null ? 'unknown' : `${Math.round(share * 1000) / 10} %`;
}
