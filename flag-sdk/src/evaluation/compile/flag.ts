import type { Dependency } from 'unleash-client/lib/feature.js';
import type { FlagContext, FlagVariant } from '../../client-types.ts';
import type { WireFlag } from '../wire.ts';
import { allOf, always, anyOf, never, type Predicate, whenAsked } from './predicate.ts';
import { type CompiledStrategy, compileStrategy, type FindSegment } from './strategy.ts';
import type { Surroundings } from './surroundings.ts';
import { compileVariants, type VariantChooser } from './variants.ts';

/** What a flag gives to one who asks for its variant: nothing while it is off, nothing although it is on, or a variant. */
export type VariantAnswer = 'off' | 'none' | FlagVariant;

/** What decides on a flag: it is off, on for everybody, a share of those who ask, or rules. */
export type CompiledReason = 'disabled' | 'static' | 'split' | 'targeting_match';

/** A flag, ready to be asked. Its closures throw where the flag is malformed. */
export interface CompiledFlag {
  readonly isOn: Predicate;
  readonly variant: (context: FlagContext) => VariantAnswer;
  readonly reason: CompiledReason;
  /** Whether it has parents itself: such a flag can be no parent. */
  readonly hasParents: boolean;
  /** What nobody here knows, in words; such a strategy is left out. */
  readonly faults: readonly string[];
}

/** Where a flag finds its segments and its parents. */
export interface FlagLookups {
  readonly segment: FindSegment;
  /** Asked at each evaluation: a parent may change without its children. */
  readonly flag: (name: string) => CompiledFlag | undefined;
}

const compileParent = (
  { feature, enabled, variants }: Dependency,
  findFlag: FlagLookups['flag'],
): Predicate => {
  const wanted = variants?.length ? new Set(variants) : undefined;
  return (context) => {
    const parent = findFlag(feature);
    if (parent === undefined || parent.hasParents) return false;
    if (enabled === false) return !parent.isOn(context);
    if (wanted === undefined) return parent.isOn(context);
    const answer = parent.variant(context);
    if (answer === 'off') return false;
    return wanted.has(answer === 'none' ? 'disabled' : answer.name);
  };
};

const variantsOfFlag = ({ name, variants }: WireFlag, surroundings: Surroundings): VariantChooser => {
  if (!Array.isArray(variants) || variants.length === 0) return () => undefined;
  return whenAsked(() => compileVariants(variants, name, variants[0]?.stickiness ?? undefined, surroundings));
};

const reasonOf = (strategies: readonly CompiledStrategy[], hasChoice: boolean): CompiledReason => {
  if (strategies[0]?.serves === 'all') return hasChoice ? 'split' : 'static';
  return strategies.every(({ serves }) => serves === 'share') ? 'split' : 'targeting_match';
};

/** What the strategies of a flag say together. */
const compileStrategies = (strategies: readonly CompiledStrategy[], ofFlag: VariantChooser) => ({
  isOn: anyOf(strategies.map(({ holds }) => holds)),
  variant: (context: FlagContext): VariantAnswer => {
    for (const { holds, variant } of strategies) {
      if (holds(context)) return variant?.(context) ?? ofFlag(context) ?? 'none';
    }
    return 'off';
  },
});

const forAll: CompiledStrategy = { holds: always, serves: 'all', variant: undefined };

const off = { isOn: never, variant: () => 'off' as const, reason: 'disabled' as const };

/** Compiles one flag as Unleash evaluates it. Never throws: what is malformed throws when it is asked. */
export const compileFlag = (
  flag: WireFlag,
  lookups: FlagLookups,
  surroundings: Surroundings,
): CompiledFlag => {
  const { enabled, strategies, dependencies } = flag;
  const hasParents = Boolean(dependencies?.length);
  if (!enabled) return { ...off, hasParents, faults: [] };
  if (strategies === undefined) return { ...off, hasParents, faults: ['it has no list of strategies'] };

  const found = strategies.map((strategy) => compileStrategy(strategy, lookups.segment, surroundings));
  const known = strategies.length === 0 ? [forAll] : found.filter((strategy) => strategy !== undefined);
  const unknown = strategies.filter((_, index) => found[index] === undefined);
  const faults = unknown.map(({ name }) => `strategy ${JSON.stringify(name)} is not known here`);

  const own = compileStrategies(known, variantsOfFlag(flag, surroundings));
  const hasChoice = [flag, ...strategies].some(({ variants }) => (variants?.length ?? 0) > 1);
  const reason = reasonOf(known, hasChoice);
  if (!hasParents) return { ...own, reason, hasParents, faults };
  const parents = whenAsked(() =>
    allOf((dependencies ?? []).map((parent) => compileParent(parent, lookups.flag))),
  );
  return {
    reason: 'targeting_match',
    isOn: allOf([parents, own.isOn]),
    variant: (context) => (parents(context) ? own.variant(context) : 'off'),
    hasParents,
    faults,
  };
};
