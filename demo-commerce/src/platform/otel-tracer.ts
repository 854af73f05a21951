import { ROOT_CONTEXT, SpanKind, SpanStatusCode, TraceFlags, trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { NodeSDK } from '@opentelemetry/sdk-node';
import type { Span, Tracer } from './tracer.ts';

const kinds = { server: SpanKind.SERVER, client: SpanKind.CLIENT, consumer: SpanKind.CONSUMER };

/** A tracer that sends its spans to the OTLP endpoint of the environment. */
export function openOtelTracer(options: { service: string; instance: string }): Tracer {
  const sdk = new NodeSDK({
    serviceName: options.service,
    traceExporter: new OTLPTraceExporter(),
    instrumentations: [],
  });
  sdk.start();
  const tracer = trace.getTracer('breakwater-commerce');

  return {
    start(name, kind, parent): Span {
      const parentContext =
        parent === undefined
          ? ROOT_CONTEXT
          : trace.setSpanContext(ROOT_CONTEXT, {
              traceId: parent.traceId,
              spanId: parent.spanId,
              traceFlags: parent.sampled ? TraceFlags.SAMPLED : TraceFlags.NONE,
              isRemote: true,
            });
      const attributes = { 'service.instance.id': options.instance };
      const span = tracer.startSpan(name, { kind: kinds[kind], attributes }, parentContext);
      const { traceId, spanId, traceFlags } = span.spanContext();
      return {
        context: { traceId, spanId, sampled: (traceFlags & TraceFlags.SAMPLED) !== 0 },
        end({ status, failed }) {
          span.setAttribute('outcome', status);
          if (failed) span.setStatus({ code: SpanStatusCode.ERROR, message: status });
          span.end();
        },
      };
    },
    close: () => sdk.shutdown(),
  };
}
