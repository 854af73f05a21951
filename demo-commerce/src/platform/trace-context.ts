import { AsyncLocalStorage } from 'node:async_hooks';

/** W3C trace context of the work at hand; ids are lower-case hex. */
export interface TraceContext {
  readonly traceId: string;
  readonly spanId: string;
  readonly sampled: boolean;
}

const pattern = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;
const storage = new AsyncLocalStorage<TraceContext>();

/** The context of a `traceparent` header, or undefined when it is absent or malformed. */
export function parseTraceparent(header: string | undefined): TraceContext | undefined {
  const match = header === undefined ? null : pattern.exec(header);
  if (match === null) return undefined;
  const [, traceId = '', spanId = '', flags = ''] = match;
  if (/^0+$/.test(traceId) || /^0+$/.test(spanId)) return undefined;
  return { traceId, spanId, sampled: (Number.parseInt(flags, 16) & 1) === 1 };
}

/** The `traceparent` header that names this context. */
export function formatTraceparent(context: TraceContext): string {
  return `00-${context.traceId}-${context.spanId}-${context.sampled ? '01' : '00'}`;
}

/** A child of the given context, or a new trace. `hex(n)` gives n random hex digits. */
export function childContext(
  parent: TraceContext | undefined,
  hex: (digits: number) => string,
): TraceContext {
  return {
    traceId: parent?.traceId ?? hex(32),
    spanId: hex(16),
    sampled: parent?.sampled ?? true,
  };
}

/** The context of the running request or event, if there is one. */
export function currentTrace(): TraceContext | undefined {
  return storage.getStore();
}

/** Runs the work with the context attached to everything it awaits. */
export function withTrace<T>(context: TraceContext, work: () => T): T {
  return storage.run(context, work);
}
