import { pino } from 'pino';
import { currentTrace } from './trace-context.ts';

/** JSON lines on standard output; each carries the trace id of the request or event it belongs to. */
export function openLog(options: { service: string; instance: string; level: string }) {
  return pino({
    level: options.level,
    base: { service: options.service, instance: options.instance },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    mixin() {
      const trace = currentTrace();
      return trace === undefined ? {} : { traceId: trace.traceId, spanId: trace.spanId };
    },
  });
}

export type Log = ReturnType<typeof openLog>;
