import {
  type Context,
  type ContextManager,
  ROOT_CONTEXT,
  type SpanContext,
  TraceFlags,
  trace,
} from '@opentelemetry/api';
import { currentTrace, type TraceContext, withTrace } from './trace-context.ts';

/** The context of OpenTelemetry that has ours as the present span. */
export function asOtelContext({ traceId, spanId, sampled }: TraceContext): Context {
  const traceFlags = sampled ? TraceFlags.SAMPLED : TraceFlags.NONE;
  return trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags, isRemote: true });
}

/** Our context of a span of OpenTelemetry. */
export function fromSpanContext({ traceId, spanId, traceFlags }: SpanContext): TraceContext {
  return { traceId, spanId, sampled: (traceFlags & TraceFlags.SAMPLED) !== 0 };
}

/** Lets libraries that speak OpenTelemetry, such as the flag SDK's guards, take part in the shop's own traces. */
export const traceContextManager: ContextManager = {
  active() {
    const context = currentTrace();
    return context === undefined ? ROOT_CONTEXT : asOtelContext(context);
  },
  with(context, work, thisArg, ...args) {
    const span = trace.getSpanContext(context);
    if (span === undefined) return work.call(thisArg as ThisParameterType<typeof work>, ...args);
    return withTrace(fromSpanContext(span), () =>
      work.call(thisArg as ThisParameterType<typeof work>, ...args),
    );
  },
  bind: (_context, target) => target,
  enable() {
    return this;
  },
  disable() {
    return this;
  },
};
