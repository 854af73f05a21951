import { context, type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import type { GuardOutcome } from '../resilience/outcome.ts';

const tracer = trace.getTracer('@breakwater/flag-sdk');

/** Why an evaluation gave what it gave, in OpenTelemetry's words. */
export type EvaluationReason = 'targeting_match' | 'default' | 'error';

/** Adds the `feature_flag.evaluation` event to the active span; nothing where no span records. */
export const recordEvaluation = (
  key: string,
  value: boolean | string,
  reason: EvaluationReason,
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

const silent: CallSpan = { outcome: () => {} };

const recorder = (span: Span): CallSpan => ({
  outcome: (outcome, error) => {
    span.setAttribute('breakwater.guard.outcome', outcome);
    if (error === undefined) return;
    span.setStatus({ code: SpanStatusCode.ERROR, message: outcome });
    if (error instanceof Error) span.recordException(error);
  },
});

/** Runs a guarded call in a span of its own; where nobody records, the call runs bare. */
export const traceCall = async <T>(
  guard: string,
  dependency: string,
  call: (span: CallSpan) => Promise<T>,
): Promise<T> => {
  const span = tracer.startSpan(`guard ${guard}`, { kind: SpanKind.INTERNAL });
  if (!span.isRecording()) return call(silent);
  span.setAttributes({ 'breakwater.guard.name': guard, 'breakwater.guard.dependency': dependency });
  try {
    return await context.with(trace.setSpan(context.active(), span), () => call(recorder(span)));
  } finally {
    span.end();
  }
};
