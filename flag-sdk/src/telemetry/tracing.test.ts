import { context, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { Registry } from 'prom-client';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createGuard } from '../resilience/guard.ts';
import { createGuardMetrics } from './guard-metrics.ts';
import { recordEvaluation } from './tracing.ts';

const exporter = new InMemorySpanExporter();
const provider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] });

const guardOf = (run: () => Promise<string>) =>
  createGuard(
    'recommend',
    { dependency: 'recommendation', timeoutMs: 1_000, concurrency: 5, run, fallback: () => 'bestsellers' },
    { isLive: () => true, metrics: createGuardMetrics(new Registry()), now: () => performance.now() },
  );

test('where nobody traces, nothing is recorded and nothing breaks', async () => {
  recordEvaluation('badges', true, 'targeting_match', 3);
  expect(await guardOf(async () => 'personal')()).toMatchObject({ value: 'personal' });
  expect(exporter.getFinishedSpans()).toEqual([]);
});

describe('where somebody traces', () => {
  const tracer = trace.getTracer('test');

  beforeAll(() => {
    trace.setGlobalTracerProvider(provider);
    context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  });
  beforeEach(() => exporter.reset());
  afterAll(async () => {
    trace.disable();
    context.disable();
    await provider.shutdown();
  });

  test('an evaluation is an event of the active span', () => {
    tracer.startActiveSpan('request', (span) => {
      recordEvaluation('badges', true, 'targeting_match', 3);
      recordEvaluation('colour', 'blue', 'default', 3);
      span.end();
    });
    const events = exporter.getFinishedSpans()[0]?.events ?? [];
    expect(events.map(({ name }) => name)).toEqual(['feature_flag.evaluation', 'feature_flag.evaluation']);
    expect(events[0]?.attributes).toEqual({
      'feature_flag.key': 'badges',
      'feature_flag.provider.name': 'breakwater',
      'feature_flag.result.value': true,
      'feature_flag.result.reason': 'targeting_match',
      'feature_flag.version': '3',
    });
    expect(events[1]?.attributes).toMatchObject({ 'feature_flag.result.variant': 'blue' });
  });

  test('a guarded call is a span of its own, the work happens inside it, and its outcome is written down', async () => {
    const guard = guardOf(async () => {
      tracer.startSpan('work').end();
      return 'personal';
    });
    await tracer.startActiveSpan('request', async (span) => {
      await guard();
      span.end();
    });
    const [work, call, request] = exporter.getFinishedSpans();
    expect([work?.name, call?.name, request?.name]).toEqual(['work', 'guard recommend', 'request']);
    expect(work?.parentSpanContext?.spanId).toBe(call?.spanContext().spanId);
    expect(call?.parentSpanContext?.spanId).toBe(request?.spanContext().spanId);
    expect(call?.attributes).toEqual({
      'breakwater.guard.name': 'recommend',
      'breakwater.guard.dependency': 'recommendation',
      'breakwater.guard.outcome': 'success',
    });
  });

  test('a call that failed says so, although its fallback served', async () => {
    const guard = guardOf(() => Promise.reject(new Error('down')));
    expect(await guard()).toMatchObject({ degraded: true });
    const [call] = exporter.getFinishedSpans();
    expect(call?.status).toMatchObject({ message: 'failure' });
    expect(call?.events.map(({ name }) => name)).toEqual(['exception']);
  });
});
