import type { Drill, DrillVerdict, Health, Switch } from '@breakwater/control-plane/contract';
import { formatNumber, plural } from '../../lib/numbers.ts';
import { formatCountdown, formatRoughAge } from '../../lib/time.ts';

const dayMs = 86_400_000;
/** A proof that is older than this no longer counts as fresh. */
const freshMs = 7 * dayMs;
/** A proof that is older than this says little. */
const staleMs = 30 * dayMs;

/** How long ago it was proven that the fallback answers. */
export interface ProvenView {
  mark: Health;
  /** Such as `proven 3 d ago`, `never proven`. */
  text: string;
}

/** Judges the last proof of a switch's fallback at `now` (epoch ms): it ages, and a later failure outweighs it. */
export function provenView(
  { lastProvenAt, lastDrill }: Pick<Switch, 'lastProvenAt' | 'lastDrill'>,
  now: number,
): ProvenView {
  if (lastDrill?.verdict === null) return { mark: 'partial', text: 'drill under way' };
  if (lastDrill?.verdict === 'failed' && lastDrill.at > (lastProvenAt ?? '')) {
    return { mark: 'bad', text: `failed its drill ${ago(lastDrill.at, now)}` };
  }
  if (lastProvenAt === null) return { mark: 'unknown', text: 'never proven' };
  const age = now - Date.parse(lastProvenAt);
  const mark = age <= freshMs ? 'ok' : age <= staleMs ? 'partial' : 'unknown';
  return { mark, text: `proven ${ago(lastProvenAt, now)}` };
}

/** A drill as people read it. */
export interface DrillView {
  mark: Health;
  /** One or two words, such as `running`, `proven`. */
  word: string;
  text: string;
  isRunning: boolean;
  /** How much of its time has passed, 0 to 1. */
  progress: number;
  figures: { name: string; value: string; mark: Health | null }[];
  instances: { id: string; text: string; mark: Health | null }[];
}

const verdicts: Record<DrillVerdict, { mark: Health; word: string }> = {
  proven: { mark: 'ok', word: 'proven' },
  failed: { mark: 'bad', word: 'failed' },
  unseen: { mark: 'unknown', word: 'nothing seen' },
  aborted: { mark: 'unknown', word: 'aborted' },
};

/** Arranges a drill and its evidence at `now` (epoch ms). */
export function drillView(drill: Drill, now: number): DrillView {
  const isRunning = drill.endedAt === null;
  const { mark, word } = drill.verdict
    ? verdicts[drill.verdict]
    : { mark: 'partial' as const, word: 'running' };
  const [from, to] = [Date.parse(drill.startedAt), Date.parse(drill.endsAt)];
  return {
    mark,
    word,
    isRunning,
    text:
      drill.text ??
      (isRunning
        ? `${formatNumber(drill.cohortPercent)} % of requests get the fallback for ${formatCountdown(drill.endsAt, now)} more`
        : 'Its evidence is being counted'),
    progress: isRunning && to > from ? Math.min(1, Math.max(0, (now - from) / (to - from))) : 1,
    figures: figuresOf(drill),
    instances: (drill.evidence?.instances ?? []).map((one) => ({
      id: one.id,
      text: countsText(one),
      mark: one.fallbackFailures > 0 ? 'bad' : one.fallbackAnswers > 0 ? 'ok' : null,
    })),
  };
}

function figuresOf({ evidence }: Drill): DrillView['figures'] {
  if (!evidence) return [];
  const { fallbackAnswers, fallbackFailures, calls, errorShareBefore, errorShareDuring } = evidence;
  const rose = errorShareDuring !== null && errorShareDuring - (errorShareBefore ?? 0) > 0.02;
  return [
    {
      name: 'Fallback answered',
      value: plural(fallbackAnswers, 'time'),
      mark: fallbackAnswers > 0 ? 'ok' : 'unknown',
    },
    {
      name: 'Fallback failed',
      value: plural(fallbackFailures, 'time'),
      mark: fallbackFailures > 0 ? 'bad' : null,
    },
    { name: 'Calls in all', value: formatNumber(calls), mark: null },
    {
      name: 'Errors before → during',
      value: `${share(errorShareBefore)} → ${share(errorShareDuring)}`,
      mark: rose ? 'bad' : null,
    },
  ];
}

function countsText(one: {
  calls: number;
  fallbackAnswers: number;
  fallbackFailures: number;
  errors: number;
}) {
  return [
    `${one.fallbackAnswers} of ${plural(one.calls, 'call')} by the fallback`,
    one.fallbackFailures > 0 && `${one.fallbackFailures} failed there`,
    one.errors > 0 && plural(one.errors, 'error'),
  ]
    .filter(Boolean)
    .join(', ');
}

function share(value: number | null): string {
  return value === null ? 'unknown' : `${formatNumber(value * 100)} %`;
}

function ago(at: string, now: number): string {
  const ms = now - Date.parse(at);
  return ms < 1500 ? 'just now' : `${formatRoughAge(ms)} ago`;
}
