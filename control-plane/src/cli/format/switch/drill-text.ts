import type { Drill } from '../../../contract/index.ts';
import { facts, table } from '../table.ts';
import { age, instant } from '../time.ts';

/** One drill with what was counted. */
export function drillText(drill: Drill): string {
  const { key, verdict, text, startedAt, startedBy, endsAt, endedAt, cohortPercent, evidence } = drill;
  const head: [string, string][] = [
    ['drill', `${key} · ${verdict ?? 'running'}`],
    ['verdict', text ?? `not yet: it ends at ${instant(endsAt)}`],
    ['from', `${instant(startedAt)} by ${startedBy}: ${drill.reason}`],
    ['to', instant(endedAt)],
    ['cohort', `${cohortPercent} % of users, sticky`],
  ];
  if (evidence === null) return facts(head);
  const { calls, fallbackAnswers, fallbackFailures, errors } = evidence;
  return [
    facts([
      ...head,
      [
        'calls',
        `${calls}, of which ${fallbackAnswers} got the fallback; it failed ${fallbackFailures} times, errors ${errors}`,
      ],
      ['errors', `${share(evidence.errorShareBefore)} before, ${share(evidence.errorShareDuring)} during`],
    ]),
    table(
      ['INSTANCE', 'SERVICE', 'CALLS', 'FALLBACK', 'FAILED', 'ERRORS'],
      evidence.instances.map((one) => [
        one.id,
        one.service,
        String(one.calls),
        String(one.fallbackAnswers),
        String(one.fallbackFailures),
        String(one.errors),
      ]),
    ),
  ].join('\n');
}

/** Past drills, newest first. */
export function drillTable(drills: readonly Drill[], now: number): string {
  if (drills.length === 0) return 'never drilled: the fallback is not proven';
  return table(
    ['WHEN', 'VERDICT', 'BY', 'WHAT CAME OUT'],
    drills.map(({ startedAt, startedBy, verdict, text }) => [
      age(startedAt, now),
      verdict ?? 'running',
      startedBy,
      text ?? '-',
    ]),
  );
}

function share(value: number | null): string {
  return value === null ? 'unknown' : `${Math.round(value * 1000) / 10} %`;
}
