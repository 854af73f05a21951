import { Registry } from 'prom-client';
import type { FlagClient, FlagDetails, FlagSource, FlagVariant } from './client-types.ts';
import { FlagSdkError } from './errors.ts';
import { createEvaluator, noVariant } from './evaluation/evaluator.ts';
import { FlagStore } from './evaluation/flag-store.ts';
import { ServerClock } from './evaluation/server-clock.ts';
import { Listeners } from './listeners.ts';
import { type FlagClientOptions, type Settings, settingsFrom } from './options.ts';
import { PolicyFlags } from './policy/policy-flags.ts';
import { Readiness } from './readiness.ts';
import type { FlagDefinitions } from './registry/define-flags.ts';
import { createGuard, type TunedGuard } from './resilience/guard.ts';
import type { Guard, GuardOptions } from './resilience/guard-types.ts';
import { DiskBackup } from './sources/disk-backup.ts';
import { Transport } from './sources/transport.ts';
import { createClientMetrics } from './telemetry/client-metrics.ts';
import { EffectWatch } from './telemetry/effect-watch.ts';
import { createGuardMetrics } from './telemetry/guard-metrics.ts';
import { Heart, type HeartOptions, type ToldSource } from './telemetry/heartbeat.ts';
import { postJson } from './telemetry/post-json.ts';
import { Usage } from './telemetry/usage.ts';
import { UsageReport } from './telemetry/usage-report.ts';
import { sdkName } from './version.ts';

const MOST_GUARDS_TOLD = 200;

const senderTo = (
  controlPlaneUrl: string,
  settings: Settings,
  onAnswer: (headers: Headers) => void,
): HeartOptions['send'] => {
  const url = `${controlPlaneUrl}/api/v1/instances/heartbeat`;
  const headers = { authorization: settings.token };
  return (body, signal) =>
    postJson({ url, headers, body, timeoutMs: settings.timing.requestTimeoutMs, signal, onAnswer });
};

const isFromServer = (source: FlagSource) => source === 'stream' || source === 'poll';

/** The control plane knows two kinds of state that do not follow it. */
const toldAs = (source: FlagSource): ToldSource => {
  if (source === 'bootstrap') return 'backup';
  return source === 'memory' ? 'none' : source;
};

/** What a client tells beside its listeners. */
type Ears = Pick<FlagClientOptions, 'registry' | 'onError'>;

/** A client over a store that its maker may write to as well. */
interface OpenClient<F extends FlagDefinitions> {
  readonly client: FlagClient<F>;
  readonly store: FlagStore;
}

/** Puts a client together and starts what its mode asks for; nothing that happens outside makes it throw. */
export const openClient = <F extends FlagDefinitions>(settings: Settings, options: Ears): OpenClient<F> => {
  const { timing, mode } = settings;
  const startedAt = new Date();
  const now = () => performance.now();
  const registry = options.registry ?? new Registry();
  const metrics = createClientMetrics(registry);
  const guardMetrics = createGuardMetrics(registry);
  const listeners = new Listeners();
  const store = new FlagStore();
  const usage = new Usage();
  const guards = new Map<string, Pick<TunedGuard<readonly unknown[], unknown>, 'state' | 'layers'>>();
  const policyOf = (guard: string) => {
    const layers = guards.get(guard)?.layers;
    return layers && { guard, policy: layers.policy, ...layers.origin };
  };

  if (options.onError !== undefined) listeners.add('error', options.onError);
  const onError = (error: FlagSdkError) => listeners.tell('error', error);

  const clock = new ServerClock({
    local: Date.now,
    onSkew: (aheadMs) =>
      onError(
        new FlagSdkError(
          'CLOCK_SKEWED',
          `This machine's clock should be the server's, but the server's is ${Math.round(aheadMs / 1_000)} s ahead; dates in flags go by the server's. Put the clock right.`,
        ),
      ),
  });
  const backup = new DiskBackup(settings.dataDir, settings, onError);
  const evaluator = createEvaluator({
    store,
    usage,
    onError,
    surroundings: {
      appName: settings.service,
      environment: settings.environment,
      now: clock.now,
      random: Math.random,
      strategies: settings.strategies,
    },
  });
  const readiness = new Readiness(store, timing.readyTimeoutMs);
  const guardStates = () => [...guards.values()].map((guard) => guard.state());
  const effects = new EffectWatch({
    totalOf: (flag) => usage.countOf(flag).total,
    onEffect: () => heart?.beat(),
  });
  const heart =
    settings.controlPlaneUrl === undefined || mode !== 'connected'
      ? undefined
      : new Heart({
          intervalMs: timing.heartbeatMs,
          send: senderTo(settings.controlPlaneUrl, settings, clock.hear),
          onResult: (result) => metrics.heartbeat(result),
          snapshot: () => ({
            instanceId: settings.instanceId,
            service: settings.service,
            environment: settings.environment,
            sdk: sdkName,
            startedAt: startedAt.toISOString(),
            revision: store.state.revision,
            source: toldAs(store.source),
            flags: usage.asked(),
            guards: guardStates().slice(0, MOST_GUARDS_TOLD),
            effective: effects.effective(),
            overrides: store.state.overrides.map(({ id, flag }) => ({ id, flag })),
            ...(store.source === 'poll' ? { pollEveryMs: timing.pollIntervalMs } : {}),
          }),
        });
  const usageReport = new UsageReport(settings, usage, () => new Date());
  const transport = new Transport(settings, {
    store,
    metrics,
    onError,
    onUnreachable: () => readiness.unreachable(),
    onAnswer: clock.hear,
    random: Math.random,
    now,
  });

  store.watch({
    revision: (state, source) => {
      effects.changed(state);
      heart?.beat();
      metrics.state(state.revision, source);
      if (isFromServer(source)) backup.save(state);
      listeners.tell('revision', { revision: state.revision, source });
    },
    source: (source) => {
      heart?.beat();
      metrics.state(store.state.revision, source);
      if (isFromServer(source)) backup.save(store.state);
      listeners.tell('source', { source });
    },
  });

  const policyFlags = new PolicyFlags({
    service: settings.service,
    store,
    stepMs: timing.policyStepMs,
    error: onError,
    changed: ({ name, dependency }, change) => {
      guardMetrics.of(name, dependency).policy(change);
      const inForce = policyOf(name);
      if (inForce !== undefined && change !== 'refused') listeners.tell('policy', inForce);
      heart?.beat();
    },
  });

  metrics.state(0, 'none');
  const known = mode === 'memory' ? undefined : backup.load();
  if (known !== undefined) store.restore(known);
  if (settings.bootstrap !== undefined) store.restore(settings.bootstrap, 'bootstrap');
  if (mode === 'connected') {
    heart?.start();
    usageReport.start();
    transport.start();
  } else if (mode === 'offline') readiness.settle();

  const guard = <Args extends readonly unknown[], T>(
    name: string,
    guardOptions: GuardOptions<Args, T>,
  ): Guard<Args, T> => {
    if (guards.has(name)) {
      throw new FlagSdkError(
        'GUARD_EXISTS',
        `A guard named "${name}" exists already; declare each guard once, when the service starts.`,
      );
    }
    const made = createGuard(name, guardOptions, {
      isLive: evaluator.isLive,
      metrics: guardMetrics,
      now,
    });
    guards.set(name, made);
    policyFlags.add({ name, dependency: guardOptions.dependency, layers: made.layers });
    return made;
  };

  let closing: Promise<void> | undefined;
  const close = async () => {
    readiness.settle();
    policyFlags.close();
    effects.close();
    if (mode !== 'connected') return;
    await Promise.all([transport.close(), heart?.close(), usageReport.close()]);
    await backup.flush();
  };

  const client: FlagClient<F> = {
    isLive: evaluator.isLive,
    isEnabled: (flag, context, fallback = false) => evaluator.isEnabled(flag, context, fallback),
    variant: (flag, context, fallback) =>
      evaluator.variant(flag, context, fallback ?? noVariant) as FlagVariant<never>,
    details: (key, context) => evaluator.details(key, context) as FlagDetails<never>,
    on: (event, listener) => listeners.add(event, listener),
    ready: () => readiness.promise,
    revision: () => store.state.revision,
    source: () => store.source,
    guard,
    policy: policyOf,
    guards: guardStates,
    close: () => {
      closing ??= close();
      return closing;
    },
  };
  return { client, store };
};

/**
 * Makes a client and begins to fetch flags at once; the last known good state is there when this returns.
 * Throws `OPTIONS_INVALID`; after that nothing that happens outside makes it throw.
 */
export const createFlagClient = <const F extends FlagDefinitions = FlagDefinitions>(
  options: FlagClientOptions<F>,
): FlagClient<F> => openClient<F>(settingsFrom(options), options).client;
