import { StateMark } from '../../../ui/state-mark.tsx';
import type { GuardStanding } from '../policy-standing.ts';

/** How each guard stands in each instance: its breaker, what is under way, and whose policy it applies. */
export function GuardStandings({ lines }: { lines: readonly GuardStanding[] }) {
  return (
    <ul
      aria-label="Guards of each instance"
      className="divide-y divide-line rounded-md border border-line text-sm"
    >
      {lines.map((line) => (
        <li
          key={`${line.id} ${line.guard}`}
          className="grid gap-x-4 px-3 py-2 md:grid-cols-[1.4fr_1fr_1fr_1.2fr] md:items-baseline"
        >
          <span className="min-w-0 font-mono wrap-anywhere">
            {line.id} <span className="text-muted">{line.guard}</span>
          </span>
          <StateMark state={line.breaker.mark}>{line.breaker.word}</StateMark>
          <span className="text-muted">{line.bulkhead}</span>
          <StateMark state={line.applied.mark}>{line.applied.word}</StateMark>
        </li>
      ))}
    </ul>
  );
}
