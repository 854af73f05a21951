import type { Point } from '../baseline/point.ts';
import type { Acceptance, Alert, DeviationKind } from '../contract/index.ts';
import { evidenceOfScore } from '../numerics/score.ts';

/** A deviation that a person has called normal for its series. */
export type AcceptedPattern = Pick<Acceptance, 'shape' | 'direction' | 'limit' | 'evidence'>;

/** What comes back is seldom exactly as large: so much more than what was seen is taken for the same. */
const margin = 0.1;

const shapeOf = (kind: DeviationKind | ''): AcceptedPattern['shape'] =>
  kind === 'spread' ? 'spread' : kind === 'gap' ? 'gap' : 'height';

/** The pattern of an alert that was no anomaly. */
export function patternOf(alert: Alert): AcceptedPattern {
  const shape = shapeOf(alert.kind);
  const extreme = alert.extreme ?? alert.value;
  const beyond = extreme - alert.expected;
  return {
    shape,
    direction: beyond < 0 ? -1 : 1,
    limit: shape === 'height' ? extreme + margin * beyond : 0,
    evidence: evidenceOfScore(alert.score) * (1 + margin),
  };
}

const covers = (pattern: AcceptedPattern, point: Point, value: number): boolean => {
  if (pattern.shape !== shapeOf(point.kind)) return false;
  if (pattern.shape !== 'height') return point.evidence <= pattern.evidence;
  return point.direction === pattern.direction && isWithin(pattern, value);
};

const isWithin = ({ direction, limit }: AcceptedPattern, value: number): boolean =>
  direction > 0 ? value <= limit : value >= limit;

/**
 * Widens what is said of a row by what was accepted of its series: the band reaches out to the accepted heights, and a
 * deviation that one of the patterns covers says nothing.
 */
export function applyAccepted(patterns: readonly AcceptedPattern[], value: number, point: Point): void {
  if (patterns.some((pattern) => covers(pattern, point, value))) {
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
}
