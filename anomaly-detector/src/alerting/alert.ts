import type { Alert, Series } from '../contract/index.ts';
import { scoreOfEvidence } from '../numerics/score.ts';
import type { HeldAlert } from './alert-state.ts';
import { fingerprintOf } from './fingerprint.ts';
import { hourOf, sentenceOf } from './sentence.ts';

/** The alert as others see it, at `nowMs`; `endsAtMs` is null while it lasts. */
export function alertOf(series: Series, held: HeldAlert, nowMs: number, endsAtMs: number | null): Alert {
  const hour = held.isSeasonal ? hourOf(held.expectedAt) : undefined;
  return {
    fingerprint: fingerprintOf(series.key),
    seriesKey: series.key,
    service: series.service,
    direction: series.direction,
    peer: series.peer,
    metric: series.metric,
    signal: series.signal,
    unit: series.unit,
    kind: held.kind,
    startsAt: new Date(held.startsAt).toISOString(),
    endsAt: endsAtMs === null ? null : new Date(endsAtMs).toISOString(),
    score: scoreOfEvidence(held.evidence),
    value: held.value,
    extreme: held.extreme,
    expected: held.expected,
    lower: held.lower,
    upper: held.upper,
    ...(hour !== undefined && { hour }),
    sentence: sentenceOf(series, {
      kind: held.kind,
      value: held.value,
      extreme: held.extreme,
      lower: held.lower,
      upper: held.upper,
      hour,
      lastedMs: (endsAtMs ?? nowMs) - held.startsAt,
      hasEnded: endsAtMs !== null,
    }),
    why: '',
  };
}
