import type { FlagClient } from '../client-types.ts';
import type { WireFlag } from '../evaluation/wire.ts';
import { openClient } from '../flag-client.ts';
import { type FlagClientOptions, memorySettings } from '../options.ts';
import type { FlagDefinitions, FlagKind, KeyOf } from '../registry/define-flags.ts';

/** The only variant of a flag, for everybody. */
interface OnlyVariant {
  readonly variant: string;
  readonly payload?: { readonly type: 'string' | 'json' | 'csv' | 'number'; readonly value: string };
}

/** On or off for everybody, on with one variant, or strategies and variants as the Unleash client API gives them. */
export type MemoryValue =
  | boolean
  | OnlyVariant
  | { readonly strategies: readonly object[]; readonly variants?: readonly object[] };

/** What flags begin with; a flag that is not named is unknown. */
export type MemoryValues<F extends FlagDefinitions = FlagDefinitions> = {
  readonly [Key in KeyOf<F, FlagKind>]?: MemoryValue;
};

/** What a memory client may be told besides its flags. */
export interface MemoryFlagClientOptions<F extends FlagDefinitions = FlagDefinitions>
  extends Pick<FlagClientOptions<F>, 'flags' | 'strategies' | 'registry' | 'onError'> {
  /** Name of the service, default `test`; policy flags are of a service. */
  readonly service?: string | undefined;
  /** Default `test`. */
  readonly environment?: string | undefined;
}

/** A client that a test holds: real evaluation, guards and metrics, and no server, disk or report. */
export interface MemoryFlagClient<F extends FlagDefinitions = FlagDefinitions> extends FlagClient<F> {
  /** Sets one flag from now on, as a new revision. */
  set(key: KeyOf<F, FlagKind>, value: MemoryValue): void;
  /** Makes one flag unknown from now on. */
  remove(key: KeyOf<F, FlagKind>): void;
}

const everybody = { enabled: true, strategies: [], variants: [] };

const settingsOf = (value: MemoryValue): object => {
  if (typeof value === 'boolean') return { ...everybody, enabled: value };
  if (!('variant' in value)) return { ...everybody, ...value };
  const { variant: name, payload } = value;
  return { ...everybody, variants: [{ name, weight: 1_000, ...(payload && { payload }) }] };
};

const flagOf = (name: string, value: MemoryValue): WireFlag =>
  ({
    type: 'release',
    project: 'default',
    stale: false,
    impressionData: false,
    name,
    ...settingsOf(value),
  }) as WireFlag;

/** Makes a client whose flags are what the caller says; it is ready at once. */
export const createMemoryFlagClient = <const F extends FlagDefinitions = FlagDefinitions>(
  values: NoInfer<MemoryValues<F>> = {},
  options: MemoryFlagClientOptions<F> = {},
): MemoryFlagClient<F> => {
  const { service = 'test', environment = 'test', strategies = [] } = options;
  const { client, store } = openClient<F>(memorySettings(service, environment, strategies), options);
  const next = () => store.state.revision + 1;
  const given = Object.entries<MemoryValue | undefined>(values);
  const flags = given.flatMap(([name, value]) => (value === undefined ? [] : [flagOf(name, value)]));
  store.apply([{ type: 'hydration', eventId: next(), flags, segments: [], unreadable: [] }], 'memory');
  return {
    ...client,
    set: (key, value) => {
      store.apply([{ type: 'flag-updated', eventId: next(), flag: flagOf(key, value) }], 'memory');
    },
    remove: (key) => {
      store.apply([{ type: 'flag-removed', eventId: next(), name: key }], 'memory');
    },
  };
};
