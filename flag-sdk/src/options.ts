import type { Registry } from 'prom-client';
import type { Strategy } from 'unleash-client';
import { type FlagErrorCode, FlagSdkError } from './errors.ts';
import { applyEvents, emptyState, type FlagState } from './evaluation/flag-state.ts';
import { parseHydration } from './evaluation/wire.ts';
import type { FlagDefinitions } from './registry/define-flags.ts';

/** Waits and limits of a client, all in milliseconds. */
export interface Timing {
  /** How long `ready()` waits for the control plane before it settles for the backup or nothing. */
  readonly readyTimeoutMs: number;
  /** First and longest wait between two attempts to stream; each wait is jittered. */
  readonly reconnectMinMs: number;
  readonly reconnectMaxMs: number;
  /** A stream that is silent for so long is taken for dead; the server sends something every 60 s at most. */
  readonly streamIdleMs: number;
  /** How long one request may take to answer with its headers. */
  readonly requestTimeoutMs: number;
  /** Time between two polls while there is no stream, and the longest wait after polls that fail. */
  readonly pollIntervalMs: number;
  readonly pollMaxMs: number;
  readonly heartbeatMs: number;
  /** Time between two reports of flag usage to Unleash. */
  readonly usageMs: number;
  /** Time between two steps towards a policy that a flag asks for and that is far from what is in force. */
  readonly policyStepMs: number;
}

/** Flags as the Unleash client API gives them: the reply to `GET …/client/features`. */
export interface Bootstrap {
  readonly features: readonly object[];
  readonly segments?: readonly object[] | undefined;
}

/** What `createFlagClient` needs to know. */
export interface FlagClientOptions<F extends FlagDefinitions = FlagDefinitions> {
  /** Name of the service; Unleash calls it the application name. */
  readonly service: string;
  /** Name of this process, unique within the service, e.g. `gateway-1`. */
  readonly instanceId: string;
  /** `production` or `development`: the environment that the token belongs to. */
  readonly environment: string;
  /** Base address of the Unleash API, e.g. `http://127.0.0.1:4400/unleash/api`. */
  readonly unleashApi: string;
  /** Unleash backend token, `<project>:<environment>.<secret>`. */
  readonly token: string;
  /** Base address of the control plane; without it no heartbeat is sent. */
  readonly controlPlaneUrl?: string | undefined;
  /** Folder of the last known good state; made if it is missing. */
  readonly dataDir: string;
  /** The keys of the service, from `defineFlags`: any other key then does not compile. */
  readonly flags?: F | undefined;
  /** Where the client's metrics go; without it they are kept in a registry of their own. */
  readonly registry?: Registry | undefined;
  /** `offline` opens no connection and reports nothing: the backup answers, else the bootstrap. Default `connected`. */
  readonly mode?: 'connected' | 'offline' | undefined;
  /**
   * State for a first start without a server and without a backup, e.g. shipped with the service. A backup goes before
   * it, whatever its age, the first live state replaces it, and it is never written to disk.
   */
  readonly bootstrap?: Bootstrap | undefined;
  /** Strategies of the service's own, in the form of `unleash-client`; they go before built-in ones of the same name. */
  readonly strategies?: readonly Strategy[] | undefined;
  /** Told of every fault that the client got over by itself. */
  readonly onError?: ((error: FlagSdkError) => void) | undefined;
  readonly timing?: Partial<Timing> | undefined;
}

const defaultTiming: Timing = {
  readyTimeoutMs: 3_000,
  reconnectMinMs: 250,
  reconnectMaxMs: 10_000,
  streamIdleMs: 75_000,
  requestTimeoutMs: 5_000,
  pollIntervalMs: 5_000,
  pollMaxMs: 30_000,
  heartbeatMs: 5_000,
  usageMs: 60_000,
  policyStepMs: 10_000,
};

/** How a client gets its state; `memory` is told by the test that holds it. */
type Mode = 'connected' | 'offline' | 'memory';

/** Options after they were checked: addresses end without a slash, every wait is set. */
export interface Settings {
  readonly service: string;
  readonly instanceId: string;
  readonly environment: string;
  readonly unleashApi: string;
  readonly token: string;
  readonly controlPlaneUrl: string | undefined;
  readonly dataDir: string;
  readonly mode: Mode;
  readonly bootstrap: FlagState | undefined;
  readonly strategies: readonly Strategy[];
  readonly timing: Timing;
}

const invalid = (code: FlagErrorCode, name: string, expected: string, got: unknown) =>
  new FlagSdkError(
    code,
    `Option ${name} should be ${expected}, but was ${JSON.stringify(got) ?? 'undefined'}.`,
  );

const filled = (name: string, value: string) => {
  if (typeof value !== 'string' || value.trim() === '') {
    throw invalid('OPTIONS_INVALID', name, 'a text that is not empty', value);
  }
  return value;
};

const address = (name: string, value: string) => {
  const parsed = URL.canParse(value) ? new URL(value) : undefined;
  if (parsed?.protocol !== 'http:' && parsed?.protocol !== 'https:') {
    throw invalid('OPTIONS_INVALID', name, 'an address that begins with http:// or https://', value);
  }
  return value.replace(/\/+$/, '');
};

/** The token says which environment it opens; a client that means another one would never get a flag of it. */
const environmentOf = ({ environment, token }: FlagClientOptions): string => {
  const opened = /^[^:]+:([^.]+)\./.exec(token)?.[1] ?? '*';
  if (opened !== '*' && opened !== environment) {
    throw invalid('OPTIONS_INVALID', 'environment', `that of the token, "${opened}"`, environment);
  }
  return filled('environment', environment);
};

const timingOf = (given: Partial<Timing>): Timing => {
  const timing = { ...defaultTiming, ...given };
  for (const [name, value] of Object.entries(timing)) {
    if (!(Number.isFinite(value) && value > 0)) {
      throw invalid('OPTIONS_INVALID', `timing.${name}`, 'a number of milliseconds above 0', value);
    }
  }
  return timing;
};

const modeOf = (mode: string): Mode => {
  if (mode === 'connected' || mode === 'offline') return mode;
  throw invalid('OPTIONS_INVALID', 'mode', '"connected" or "offline"', mode);
};

/** The bootstrap as a state before every revision, so that whatever else is known goes before it. */
const bootstrapOf = ({ features, segments }: Bootstrap): FlagState => {
  const { event, faults } = parseHydration(0, features, segments);
  if (event !== undefined && faults.length === 0) return applyEvents(emptyState, [event]).state;
  throw new FlagSdkError(
    'OPTIONS_INVALID',
    `Option bootstrap should be {features, segments} as the Unleash client API gives them, but ${faults.join('; ')}.`,
  );
};

/** Settings of a client that a test holds in its hand: nothing outside is named, for nothing outside is asked. */
export const memorySettings = (
  service: string,
  environment: string,
  strategies: readonly Strategy[],
): Settings => ({
  service,
  instanceId: 'memory',
  environment,
  unleashApi: '',
  token: '',
  controlPlaneUrl: undefined,
  dataDir: '',
  mode: 'memory',
  bootstrap: undefined,
  strategies,
  timing: defaultTiming,
});

/** Checks the options once, at the border; throws `OPTIONS_INVALID` naming the option, what was expected and what came. */
export const settingsFrom = (options: FlagClientOptions): Settings => ({
  service: filled('service', options.service),
  instanceId: filled('instanceId', options.instanceId),
  environment: environmentOf(options),
  unleashApi: address('unleashApi', options.unleashApi),
  token: filled('token', options.token),
  controlPlaneUrl:
    options.controlPlaneUrl === undefined ? undefined : address('controlPlaneUrl', options.controlPlaneUrl),
  dataDir: filled('dataDir', options.dataDir),
  mode: modeOf(options.mode ?? 'connected'),
  bootstrap: options.bootstrap && bootstrapOf(options.bootstrap),
  strategies: options.strategies ?? [],
  timing: timingOf(options.timing ?? {}),
});
