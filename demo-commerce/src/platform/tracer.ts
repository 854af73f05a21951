import { randomBytes } from 'node:crypto';
import { childContext, type TraceContext } from './trace-context.ts';

/** One timed piece of work; `end` is called once. */
export interface Span {
  readonly context: TraceContext;
  end(outcome: { status: string; failed: boolean }): void;
}

/** Starts spans. Without an exporter it only makes ids, so that logs and headers still carry the trace. */
export interface Tracer {
  start(name: string, kind: 'server' | 'client' | 'consumer', parent: TraceContext | undefined): Span;
  close(): Promise<void>;
}

const hex = (digits: number) => randomBytes(digits / 2).toString('hex');

/** A tracer that makes ids and exports nothing. */
export const idsOnlyTracer: Tracer = {
  start: (_name, _kind, parent) => ({ context: childContext(parent, hex), end: () => {} }),
  close: async () => {},
};

/** The exporting tracer when an endpoint is set; its packages are loaded only then. */
export async function openTracer(options: {
  service: string;
  instance: string;
  endpoint: string | undefined;
}): Promise<Tracer> {
  if (options.endpoint === undefined) return idsOnlyTracer;
  const { openOtelTracer } = await import('./otel-tracer.ts');
  return openOtelTracer({ ...options, endpoint: options.endpoint });
}
