import type { Point } from '../baseline/point.ts';
import { traitsOf } from '../baseline/traits.ts';
import type { Acceptance, Alert, DeviationKind } from '../contract/index.ts';
import { clamp } from '../numerics/clamp.ts';
import { evidenceOfScore } from '../numerics/score.ts';

/** A deviation that a person has called normal for its series. */
export type AcceptedPattern = Pick<Acceptance, 'shape' | 'direction' | 'limit' | 'evidence'>;

/** What comes back is seldom exactly as large: so much more than what was seen is taken for the same. */
const margin = 0.1;

/** Rows closer to what is expected than this lie in no direction. */
const oneSpread = 1;

const shapeOf = (kind: DeviationKind | ''): AcceptedPattern['shape'] =>
  kind === 'spread' ? 'spread' : kind === 'gap' ? 'gap' : 'height';

/** The pattern of an alert that was no anomaly. */
export function patternOf(alert: Alert): AcceptedPattern {
  const shape = shapeOf(alert.kind);
  const extreme = alert.extreme ?? alert.value;
  const beyond = extreme - alert.expected;
  const { minimum, maximum } = traitsOf({ ...alert, worse: 'both' });
  return {
    shape,
    direction: beyond < 0 ? -1 : 1,
    limit: shape === 'height' ? clamp(extreme + margin * beyond, minimum, maximum) : 0,
    // A score of 1 stands for no number, and JSON knows none that is infinite.
    evidence: Math.min(evidenceOfScore(alert.score) * (1 + margin), Number.MAX_VALUE),
  };
}

const covers = (pattern: AcceptedPattern, point: Point, value: number): boolean => {
  if (pattern.shape === 'height') return coversHeight(pattern, point, value);
  return pattern.shape === shapeOf(point.kind) && point.evidence <= pattern.evidence;
};

/**
 * A step to an accepted height and back is scatter, too, on its first rows; and a row that is back where it was still carries
 * the evidence of those before it.
 */
const coversHeight = (pattern: AcceptedPattern, point: Point, value: number): boolean => {
  if (point.kind === 'gap' || !isWithin(pattern, value)) return false;
  const isBeyond = pattern.direction > 0 ? value > point.upper : value < point.lower;
  const isOpposite = point.direction === -pattern.direction && Math.abs(point.deviation) >= oneSpread;
  return shapeOf(point.kind) === 'spread' ? isBeyond : !isOpposite;
};

const isWithin = ({ direction, limit }: AcceptedPattern, value: number): boolean =>
  direction > 0 ? value <= limit : value >= limit;

/**
 * Widens what is said of a row by what was accepted of its series: the band reaches out to the accepted heights, and a
 * deviation that one of the patterns covers says nothing. True where it said something: that is not to be gathered either.
 */
export function applyAccepted(patterns: readonly AcceptedPattern[], value: number, point: Point): boolean {
  const isCovered = patterns.some((pattern) => covers(pattern, point, value));
  const saidSomething = isCovered && point.evidence > 0;
  if (isCovered) {
    point.evidence = 0;
    point.score = 0;
    point.kind = '';
    point.isDeviating = false;
  }
  for (const { shape, direction, limit } of patterns) {
    if (shape !== 'height') continue;
    if (direction > 0) point.upper = Math.max(point.upper, limit);
    else point.lower = Math.min(point.lower, limit);
  }
  return saidSomething;
}
