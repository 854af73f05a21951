import type { FlagVariant } from '../client-types.ts';

/** What one key gave for one user. */
export interface FlagAnswer {
  readonly enabled: boolean;
  /** Absent where the flag is off or has no variants. */
  readonly variant?: FlagVariant | undefined;
}

/** The answers that a server gave for one user, to be handed to a browser: no rules, no other users, no other keys. */
export interface FlagSnapshot {
  /** The revision that gave the answers. */
  readonly revision: number;
  /** By key; one that nobody knows is absent. */
  readonly answers: Readonly<Record<string, FlagAnswer>>;
}

/** A snapshot of nothing: every switch is LIVE, every flag gives its fallback. */
export const emptySnapshot: FlagSnapshot = Object.freeze({ revision: 0, answers: Object.freeze({}) });

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isVariant = (value: unknown): boolean =>
  value === undefined ||
  (isObject(value) && typeof value.name === 'string' && typeof value.enabled === 'boolean');

const isAnswer = (value: unknown): value is FlagAnswer =>
  isObject(value) && typeof value.enabled === 'boolean' && isVariant(value.variant);

/** Reads a snapshot that came over the network; undefined for anything else. */
export const parseSnapshot = (value: unknown): FlagSnapshot | undefined => {
  if (!isObject(value) || !Number.isSafeInteger(value.revision) || !isObject(value.answers)) return undefined;
  const { revision, answers } = value;
  if (!Object.values(answers).every(isAnswer)) return undefined;
  return { revision: revision as number, answers: answers as Record<string, FlagAnswer> };
};
