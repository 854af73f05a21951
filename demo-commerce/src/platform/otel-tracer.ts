import { ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { NodeSDK } from '@opentelemetry/sdk-node';
import { asOtelContext, fromSpanContext, traceContextManager } from './otel-context.ts';
import type { Span, Tracer } from './tracer.ts';

const kinds = { server: SpanKind.SERVER, client: SpanKind.CLIENT, consumer: SpanKind.CONSUMER };

/** A tracer that sends its spans to an OTLP/HTTP endpoint, such as `http://127.0.0.1:4318`. */
export function openOtelTracer(options: { service: string; instance: string; endpoint: string }): Tracer {
  const sdk = new NodeSDK({
    serviceName: options.service,
    traceExporter: new OTLPTraceExporter({ url: `${options.endpoint.replace(/\/$/, '')}/v1/traces` }),
    contextManager: traceContextManager,
    instrumentations: [],
  });
  sdk.start();
  const tracer = trace.getTracer('breakwater-commerce');

  return {
    start(name, kind, parent): Span {
      const attributes = { 'service.instance.id': options.instance };
      const parentContext = parent === undefined ? ROOT_CONTEXT : asOtelContext(parent);
      const span = tracer.startSpan(name, { kind: kinds[kind], attributes }, parentContext);
      return {
        context: fromSpanContext(span.spanContext()),
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
