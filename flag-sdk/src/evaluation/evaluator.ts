import type { FlagContext, FlagDetails, FlagFault, FlagReason, FlagVariant } from '../client-types.ts';
import { FlagSdkError } from '../errors.ts';
import { isTracing, recordEvaluation } from '../telemetry/tracing.ts';
import type { FlagCount, Usage } from '../telemetry/usage.ts';
import { CompiledFlags } from './compile/compiled-flags.ts';
import type { CompiledFlag } from './compile/flag.ts';
import type { Surroundings } from './compile/surroundings.ts';
import type { FlagStore } from './flag-store.ts';

/** Evaluates switches, flags and variants; nothing here throws. */
export interface Evaluator {
  isLive(switchKey: string, context?: FlagContext | null): boolean;
  isEnabled(flag: string, context: FlagContext | null | undefined, fallback: boolean): boolean;
  variant(flag: string, context: FlagContext | null | undefined, fallback: FlagVariant): FlagVariant;
  details(flag: string, context: FlagContext | null | undefined): FlagDetails;
}

/** What an evaluator needs. */
export interface EvaluatorOptions {
  readonly store: FlagStore;
  readonly usage: Usage;
  readonly surroundings: Surroundings;
  readonly onError: (error: FlagSdkError) => void;
}

/** The variant of a flag that has none. */
export const noVariant: FlagVariant = Object.freeze({ name: 'disabled', enabled: false });

/** The answer of a flag that has none, and why. */
const withoutAnswer = (fault: FlagFault, message: string): FlagDetails =>
  Object.freeze({ enabled: false, variant: noVariant, reason: 'error', fault, message });

const notReady = withoutAnswer(
  'not_ready',
  'No state has come yet, and there is no backup and no bootstrap.',
);

/** Who is off by a rule was not meant; a flag that is off, or on for a share, says so to everybody. */
const reasonFor = (enabled: boolean, { reason }: CompiledFlag): FlagReason =>
  !enabled && reason === 'targeting_match' ? 'default' : reason;

const noContext: FlagContext = Object.freeze({});

/** A compiled flag together with what a call needs to count it. */
interface CountedFlag extends CompiledFlag {
  readonly count: FlagCount;
}

/**
 * Builds an evaluator over the states of `store`: each flag becomes closures when it arrives, and a call finds them,
 * asks them and counts, without allocating.
 */
export const createEvaluator = ({ store, usage, surroundings, onError }: EvaluatorOptions): Evaluator => {
  const flags = new CompiledFlags<CountedFlag>(surroundings, (name, compiled) => ({
    ...compiled,
    count: usage.countOf(name),
  }));

  /** A flag that cannot be evaluated may be asked for a thousand times a second. */
  const told = new Set<string>();
  const tellOnce = (flag: string, cause: unknown) => {
    if (told.has(flag)) return;
    told.add(flag);
    const reason = cause instanceof Error ? String(cause) : cause;
    onError(
      new FlagSdkError('EVALUATION_FAILED', `Flag "${flag}" could not be evaluated: ${reason}`, { cause }),
    );
  };
  store.watch({
    revision: (state) => {
      told.clear();
      flags.update(state);
    },
  });

  const record = (flag: string, value: boolean | string, reason: FlagReason) =>
    recordEvaluation(flag, value, reason, store.state.revision);

  /** What a flag that nobody knows gives. */
  const unknown = <T extends boolean | string>(flag: string, enabled: boolean, value: T): T => {
    if (typeof flag !== 'string') return value;
    usage.count(flag, enabled, typeof value === 'string' ? value : undefined);
    if (isTracing()) record(flag, value, 'default');
    return value;
  };

  const isOn = (
    flag: string,
    context: FlagContext | null | undefined,
    whenUnknown: boolean,
    whenBroken: boolean,
  ): boolean => {
    const known = flags.get(flag);
    if (known === undefined) return unknown(flag, whenUnknown, whenUnknown);
    let enabled: boolean;
    try {
      enabled = known.isOn(context ?? noContext);
    } catch (error) {
      tellOnce(flag, error);
      return whenBroken;
    }
    if (enabled) known.count.yes += 1;
    else known.count.no += 1;
    if (known.faults.length > 0) tellOnce(flag, known.faults.join('; '));
    if (isTracing()) record(flag, enabled, reasonFor(enabled, known));
    return enabled;
  };

  return {
    isLive: (switchKey, context) => isOn(switchKey, context, true, true),
    isEnabled: (flag, context, fallback) => isOn(flag, context, fallback, fallback),
    variant: (flag, context, fallback) => {
      const known = flags.get(flag);
      if (known === undefined) {
        unknown(flag, false, fallback.name);
        return fallback;
      }
      try {
        const answer = known.variant(context ?? noContext);
        const given = typeof answer === 'string' ? fallback : answer;
        known.count.add(answer !== 'off', given.name);
        if (known.faults.length > 0) tellOnce(flag, known.faults.join('; '));
        if (isTracing()) record(flag, given.name, reasonFor(answer !== 'off', known));
        return given;
      } catch (error) {
        tellOnce(flag, error);
        return fallback;
      }
    },
    details: (flag, context) => {
      const known = flags.get(flag);
      if (known === undefined) {
        unknown(flag, false, false);
        if (store.source === 'none') return notReady;
        return withoutAnswer('not_found', `The server has no flag named "${String(flag)}".`);
      }
      try {
        const answer = known.variant(context ?? noContext);
        const enabled = answer !== 'off';
        const hasVariant = typeof answer !== 'string';
        known.count.add(enabled, hasVariant ? answer.name : undefined);
        if (known.faults.length > 0) tellOnce(flag, known.faults.join('; '));
        const reason = reasonFor(enabled, known);
        if (isTracing()) record(flag, hasVariant ? answer.name : enabled, reason);
        return { enabled, variant: hasVariant ? answer : noVariant, reason };
      } catch (error) {
        tellOnce(flag, error);
        return withoutAnswer('unreadable', String(error));
      }
    },
  };
};
