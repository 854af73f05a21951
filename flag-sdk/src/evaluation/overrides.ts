import type { FlagState, Versioned } from './flag-state.ts';
import type { WireFlag } from './wire.ts';

/** A kill that the server accepted while it had no database: it holds whatever a revision says of the flag. */
export interface FlagOverride {
  readonly id: string;
  readonly flag: string;
  /** When it was accepted, ISO 8601. */
  readonly at: string;
  /** The revision that contains it, once the server's database does; it ends when that revision is held. */
  readonly settledBy?: number | undefined;
}

/** What a server tells of overrides. */
export interface OverrideNews {
  readonly open: readonly FlagOverride[];
  readonly settled: readonly { readonly id: string; readonly revision: number }[];
}

/** The most overrides that are held at the same time. */
const MOST_OVERRIDES = 100;

/** Takes in what a server tells. One that does not know of an override does not end it: only a settled one ends. */
export const takeNews = (state: FlagState, { open, settled }: OverrideNews): FlagState => {
  const known = new Map(state.overrides.map((override) => [override.id, override]));
  for (const override of open) {
    if (!known.has(override.id) && !state.ended.has(override.id) && known.size < MOST_OVERRIDES)
      known.set(override.id, override);
  }
  for (const { id, revision } of settled) {
    const override = known.get(id);
    if (override !== undefined) known.set(id, { ...override, settledBy: revision });
  }
  return endSettled({ ...state, overrides: [...known.values()] });
};

/** Ends the overrides that the held revision contains. */
export const endSettled = (state: FlagState): FlagState => {
  const isOver = ({ settledBy }: FlagOverride) => settledBy !== undefined && settledBy <= state.revision;
  const over = state.overrides.filter(isOver);
  if (over.length === 0) return state;
  return {
    ...state,
    overrides: state.overrides.filter((override) => !isOver(override)),
    ended: new Set([...state.ended, ...over.map(({ id }) => id)]),
  };
};

/** The state as it is evaluated: each overridden flag is off, also one that the server never sent. */
export const overlaid = (state: FlagState): FlagState => {
  if (state.overrides.length === 0) return state;
  const flags = new Map(state.flags);
  for (const { flag } of state.overrides) flags.set(flag, off(flag, state.flags.get(flag)));
  return { ...state, flags };
};

const off = (name: string, known: Versioned<WireFlag> | undefined): Versioned<WireFlag> => {
  if (known?.value?.enabled === false) return known;
  return { eventId: known?.eventId ?? 0, value: { ...(known?.value ?? unheardOf(name)), enabled: false } };
};

const unheardOf = (name: string): WireFlag =>
  ({ name, enabled: false, type: 'kill-switch', strategies: [] }) as unknown as WireFlag;

const isText = (value: unknown): value is string => typeof value === 'string' && value.length <= 200;

/** Reads overrides, leaving out what is none; from the stream, a poll's header or the backup. */
export const parseOverrides = (given: unknown): FlagOverride[] => {
  if (!Array.isArray(given)) return [];
  return (given as Record<string, unknown>[]).flatMap((one) => {
    if (!isText(one?.id) || !isText(one.flag) || one.enabled === true) return [];
    const settledBy = typeof one.settledBy === 'number' ? { settledBy: one.settledBy } : {};
    return [{ id: one.id, flag: one.flag, at: String(one.at ?? ''), ...settledBy }];
  });
};

/** Reads `{"overrides":[…],"settled":[…]}`; throws a `SyntaxError` or `TypeError` where it is something else. */
export const parseOverrideNews = (data: string): OverrideNews => {
  const { overrides, settled } = JSON.parse(data) as Record<string, unknown>;
  if (!Array.isArray(overrides)) throw new TypeError('data should be {"overrides": [...]}');
  const ended = Array.isArray(settled) ? (settled as Record<string, unknown>[]) : [];
  return {
    open: parseOverrides(overrides),
    settled: ended.flatMap(({ id, revision }) =>
      isText(id) && typeof revision === 'number' ? [{ id, revision }] : [],
    ),
  };
};
