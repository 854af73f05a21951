import type { VariantDefinition } from 'unleash-client/lib/variant.js';
import type { FlagContext, FlagVariant } from '../../client-types.ts';
import { type TextReader, textReader } from './context-field.ts';
import { prefixedHash } from './murmur-hash.ts';
import { anyOf, type Predicate } from './predicate.ts';
import type { Surroundings } from './surroundings.ts';

/** Chooses among variants; undefined where none can be chosen. */
export type VariantChooser = (context: FlagContext) => FlagVariant | undefined;

const VARIANT_SEED = 86028157;

const textIn = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

/** Reads who sticks to a variant; whoever has no such field draws. */
const stickyReader = (stickiness: string, surroundings: Surroundings): TextReader =>
  stickiness === 'default'
    ? ({ userId, sessionId, remoteAddress }) => textIn(userId) ?? textIn(sessionId) ?? textIn(remoteAddress)
    : textReader(stickiness, surroundings);

/** The longest payload that is handed out, in characters: a flag is no place for data. */
const LONGEST_PAYLOAD = 100_000;

const tooLong = Symbol('too long');

/** What callers get, made once. */
const givenAs = ({ name, payload }: VariantDefinition): FlagVariant | typeof tooLong | undefined => {
  if (typeof name !== 'string') return undefined;
  if (payload && payload.value?.length > LONGEST_PAYLOAD) return tooLong;
  return Object.freeze(payload === undefined ? { name, enabled: true } : { name, enabled: true, payload });
};

/** Whom a variant is promised to, whatever the weights say. */
const overridesOf = (variant: VariantDefinition, surroundings: Surroundings): Predicate =>
  anyOf(
    (variant.overrides ?? []).map(({ contextName, values }) => {
      const read = textReader(contextName, surroundings);
      const promised = new Set(values);
      return (context) => {
        const value = read(context);
        return value !== undefined && promised.has(value);
      };
    }),
  );

/** Compiles a list of variants; `groupId` is the seed of the hash. Throws where the list is malformed; the chooser, where it comes to a payload that is too long. */
export const compileVariants = (
  variants: readonly VariantDefinition[],
  groupId: string,
  stickiness: string | undefined,
  surroundings: Surroundings,
): VariantChooser => {
  const total = variants.reduce((sum, { weight }) => sum + weight, 0);
  if (total <= 0) return () => undefined;
  const read = stickyReader(stickiness ?? 'default', surroundings);
  const hash = prefixedHash(`${groupId}:`, VARIANT_SEED);
  const answers = variants.map(givenAs);
  const weights = variants.map(({ weight }) => weight);
  const isPromised = variants.map((variant) => overridesOf(variant, surroundings));
  const { random } = surroundings;

  const answerOf = (index: number): FlagVariant | undefined => {
    const answer = answers[index];
    if (answer !== tooLong) return answer;
    throw new RangeError(
      `the payload of variant "${variants[index]?.name}" should have at most ${LONGEST_PAYLOAD} characters`,
    );
  };
  const byWeight = (target: number): FlagVariant | undefined => {
    let sum = 0;
    for (const [index, weight] of weights.entries()) {
      if (weight === 0) continue;
      sum += weight;
      if (!(sum < target)) return answerOf(index);
    }
    return undefined;
  };
  return (context) => {
    const promised = isPromised.findIndex((isFor) => isFor(context));
    if (promised >= 0) return answerOf(promised);
    const id = read(context);
    const target = id ? ((hash(id) >>> 0) % total) + 1 : Math.floor(random() * total) + 1;
    return byWeight(target);
  };
};
