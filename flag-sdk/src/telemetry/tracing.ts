import { context, type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import type { FlagReason } from '../client-types.ts';
import type { GuardOutcome } from '../resilience/outcome.ts';

const tracer = trace.getTracer('@breakwater/flag-sdk');

/** Where every copy of the OpenTelemetry API keeps what was registered with it. */
const apiKey = Symbol.for('opentelemetry.js.api.1');
const LOOK_EVERY = 16;

interface RegisteredApi {
  readonly context?: unknown;
  readonly trace?: unknown;
}
const registered = (): RegisteredApi | undefined =>
  (globalThis as { readonly [apiKey]?: RegisteredApi })[apiKey];

let api: RegisteredApi | undefined;
let sinceLook = LOOK_EVERY;

/**
 * Whether OpenTelemetry is set up, so that a span can be active at all. Asking for the active span costs more than
 * evaluating a flag; where nothing was registered yet, only every 16th question looks again.
 */
export const isTracing = (): boolean => {
  if (api === undefined) {
    sinceLook += 1;
    if (sinceLook < LOOK_EVERY) return false;
    sinceLook = 0;
    api = registered();
  }
  return api?.context !== undefined;
};

/** Adds the `feature_flag.evaluation` event to the active span; nothing where no span records. */
export const recordEvaluation = (
  key: string,
  value: boolean | string,
  reason: FlagReason,
  revision: number,
): void => {
  const span = trace.getActiveSpan();
  if (!span?.isRecording()) return;
  span.addEvent('feature_flag.evaluation', {
    'feature_flag.key': key,
    'feature_flag.provider.name': 'breakwater',
    [typeof value === 'string' ? 'feature_flag.result.variant' : 'feature_flag.result.value']: value,
    'feature_flag.result.reason': reason,
    'feature_flag.version': String(revision),
  });
};

/** Where a guarded call writes how it went. */
export interface CallSpan {
  outcome(outcome: GuardOutcome, error: unknown): void;
}

/** Writes nothing down. */
export const silent: CallSpan = { outcome: () => {} };

const recorder = (span: Span): CallSpan => ({
  outcome: (outcome, error) => {
    span.setAttribute('breakwater.guard.outcome', outcome);
    if (error === undefined) return;
    span.setStatus({ code: SpanStatusCode.ERROR, message: outcome });
    if (error instanceof Error) span.recordException(error);
  },
});

/** Whether anybody could record the span of a call; beginning one for nobody costs more than the rest of a call. */
export const areCallsTraced = (): boolean => registered()?.trace !== undefined;

/** Runs a guarded call in a span of its own; where nobody records, the call runs bare. */
export const traceCall = <T>(
  guard: string,
  dependency: string,
  call: (span: CallSpan) => Promise<T>,
): Promise<T> => {
  const span = tracer.startSpan(`guard ${guard}`, { kind: SpanKind.INTERNAL });
  if (!span.isRecording()) return call(silent);
  span.setAttributes({ 'breakwater.guard.name': guard, 'breakwater.guard.dependency': dependency });
  return context
    .with(trace.setSpan(context.active(), span), () => call(recorder(span)))
    .finally(() => span.end());
};
