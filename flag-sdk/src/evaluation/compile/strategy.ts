import type { StrategyTransportInterface } from 'unleash-client/lib/strategy/strategy.js';
import type { WireSegment } from '../wire.ts';
import { compileConstraint } from './constraint.ts';
import type { WireConstraint } from './operators/operator.ts';
import { allOf, always, never, type Predicate, whenAsked } from './predicate.ts';
import { compileOwnStrategy, isRollout } from './strategies.ts';
import type { Surroundings } from './surroundings.ts';
import { compileVariants, type VariantChooser } from './variants.ts';

/** A strategy as Unleash sends it; what is missing there may be missing here. */
export type WireStrategy = Readonly<Partial<StrategyTransportInterface>>;

/** A strategy, ready to be asked. */
export interface CompiledStrategy {
  readonly holds: Predicate;
  /** Whom it serves: everybody, a share of those who ask, or those whom its rules name. */
  readonly serves: 'all' | 'share' | 'some';
  /** Chooses among the strategy's own variants; undefined where it has none. */
  readonly variant: VariantChooser | undefined;
}

/** Finds a segment; undefined where the server sent none of that id. */
export type FindSegment = (id: number) => WireSegment | undefined;

type Constraints = Iterable<WireConstraint> | null | undefined;

const compileConstraints = (constraints: Constraints, surroundings: Surroundings): Predicate =>
  whenAsked(() =>
    allOf(Array.from(constraints ?? [], (constraint) => compileConstraint(constraint, surroundings))),
  );

/** Every constraint of every segment; a segment that is not there never holds. */
const compileSegments = (
  ids: readonly number[] | null | undefined,
  findSegment: FindSegment,
  surroundings: Surroundings,
): Predicate =>
  whenAsked(() => {
    const segments = (ids ?? []).map((id) => findSegment(id));
    return allOf(
      segments.map((segment) =>
        segment === undefined ? never : compileConstraints(segment.constraints, surroundings),
      ),
    );
  });

const compileOwnVariants = (
  { variants, parameters }: WireStrategy,
  surroundings: Surroundings,
): VariantChooser | undefined => {
  if (!Array.isArray(variants) || variants.length === 0) return undefined;
  return whenAsked(() => {
    const { groupId, stickiness } = parameters as Readonly<Record<string, string | undefined>>;
    return compileVariants(variants, `${groupId}`, variants[0]?.stickiness || stickiness, surroundings);
  });
};

/** One strategy with its constraints, segments and variants; undefined for a strategy that nobody here knows. */
export const compileStrategy = (
  strategy: WireStrategy,
  findSegment: FindSegment,
  surroundings: Surroundings,
): CompiledStrategy | undefined => {
  const own = compileOwnStrategy(strategy.name, strategy.parameters, surroundings);
  if (own === undefined) return undefined;
  const constraints = compileConstraints(strategy.constraints, surroundings);
  const segments = compileSegments(strategy.segments, findSegment, surroundings);
  const holds = allOf([constraints, segments, own]);
  return {
    holds,
    serves: holds === always ? 'all' : holds === own && isRollout(strategy.name) ? 'share' : 'some',
    variant: compileOwnVariants(strategy, surroundings),
  };
};
