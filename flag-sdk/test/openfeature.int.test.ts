import { OpenFeature, ProviderEvents, ProviderStatus } from '@openfeature/server-sdk';
import { context, logs, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { InMemoryLogRecordExporter, LoggerProvider, SimpleLogRecordProcessor } from '@opentelemetry/sdk-logs';
import { TracerProvider } from '@opentelemetry/sdk-trace';
import { expect, test } from 'vitest';
import { BreakwaterProvider, evaluationEventHook } from '../src/openfeature/index.ts';
import { atEnd, startClient, startServer, until } from './fixture.ts';
import { flag } from './unleash-server.ts';

test('without a server there is an error, and when one comes the provider is ready by itself', async () => {
  const server = await startServer(flag('badges', true));
  await server.stop();
  const { client: flags } = await startClient(server, { timing: { readyTimeoutMs: 200 } });
  atEnd(() => OpenFeature.clearProviders());
  const client = OpenFeature.getClient();
  const events: string[] = [];
  for (const event of [ProviderEvents.Error, ProviderEvents.Ready, ProviderEvents.ConfigurationChanged])
    client.addHandler(event, () => events.push(event));

  await expect(OpenFeature.setProviderAndWait(new BreakwaterProvider(flags))).rejects.toThrow(
    /No state came/,
  );
  expect(client.providerStatus).toBe(ProviderStatus.ERROR);
  expect(await client.getBooleanDetails('badges', false)).toMatchObject({
    value: false,
    errorCode: 'PROVIDER_NOT_READY',
  });

  await server.listen();
  await until(() => client.providerStatus === ProviderStatus.READY);
  expect(await client.getBooleanValue('badges', false)).toBe(true);
  expect(events).toEqual([ProviderEvents.Error, ProviderEvents.Ready, ProviderEvents.ConfigurationChanged]);
});

test('it is stale while the server is away, answers on, and is ready when the server is back', async () => {
  const server = await startServer(flag('badges', true));
  const { client: flags } = await startClient(server);
  atEnd(() => OpenFeature.clearProviders());
  await OpenFeature.setProviderAndWait(new BreakwaterProvider(flags));
  const client = OpenFeature.getClient();
  expect(client.providerStatus).toBe(ProviderStatus.READY);

  await server.stop();
  await until(() => client.providerStatus === ProviderStatus.STALE);
  expect(await client.getBooleanValue('badges', false)).toBe(true);

  server.flags.set('badges', flag('badges', false));
  server.revision += 1;
  await server.listen();
  await until(() => client.providerStatus === ProviderStatus.READY);
  expect(await client.getBooleanValue('badges', true)).toBe(false);
});

test('each evaluation is an event as the semantic conventions say, in the trace of the request', async () => {
  const exporter = new InMemoryLogRecordExporter();
  logs.setGlobalLoggerProvider(
    new LoggerProvider({ processors: [new SimpleLogRecordProcessor({ exporter })] }),
  );
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  atEnd(async () => {
    logs.disable();
    context.disable();
    OpenFeature.clearHooks();
    await OpenFeature.clearProviders();
  });
  const server = await startServer(flag('badges', true));
  const { client: flags } = await startClient(server);
  await OpenFeature.setProviderAndWait(new BreakwaterProvider(flags));
  OpenFeature.addHooks(evaluationEventHook());
  const client = OpenFeature.getClient();

  const tracer = new TracerProvider().getTracer('test');
  const span = tracer.startSpan('request');
  await context.with(trace.setSpan(context.active(), span), async () => {
    await client.getBooleanValue('badges', false, { targetingKey: 'ann' });
    await client.getBooleanValue('nobodyKnowsIt', false);
  });

  const records = exporter.getFinishedLogRecords();
  expect(records.map(({ eventName }) => eventName)).toEqual([
    'feature_flag.evaluation',
    'feature_flag.evaluation',
  ]);
  expect(records[0]?.attributes).toEqual({
    'feature_flag.key': 'badges',
    'feature_flag.provider.name': 'breakwater',
    'feature_flag.result.reason': 'static',
    'feature_flag.result.value': true,
    'feature_flag.context.id': 'ann',
    'feature_flag.version': '10',
  });
  expect(records[1]?.attributes).toMatchObject({
    'feature_flag.result.reason': 'error',
    'error.type': 'flag_not_found',
    'feature_flag.error.message': expect.stringContaining('nobodyKnowsIt'),
  });
  expect(records[0]?.spanContext?.traceId).toBe(span.spanContext().traceId);
});
