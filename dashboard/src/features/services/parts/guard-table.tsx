import { StateMark } from '../../../ui/state-mark.tsx';
import type { GuardView } from '../guards-view.ts';

/** The guarded calls of a service; on phones each becomes a block of its own. */
export function GuardTable({ guards }: { guards: readonly GuardView[] }) {
  return (
    <ul aria-label="Guarded calls" className="mt-3 divide-y divide-line rounded-md border border-line">
      {guards.map((guard) => (
        <li
          key={guard.name}
          className="grid gap-x-4 gap-y-1 px-3 py-2.5 text-sm md:grid-cols-[1.2fr_1fr_1fr_1.6fr] md:items-baseline"
        >
          <span className="font-mono font-medium">
            {guard.name}
            {guard.dependency && <span className="font-sans text-muted"> → {guard.dependency}</span>}
          </span>
          <span>
            <span className="text-muted">Breaker </span>
            <StateMark state={guard.mark}>{guard.breaker}</StateMark>
          </span>
          <span>
            <span className="text-muted">Bulkhead </span>
            {guard.bulkhead}
          </span>
          <span className="text-muted">
            {guard.outcomes.length === 0
              ? 'no call yet'
              : guard.outcomes
                  .slice(0, 4)
                  .map(({ name, count }) => `${name.replaceAll('_', ' ')} ${count.toLocaleString('en')}`)
                  .join(' · ')}
          </span>
        </li>
      ))}
    </ul>
  );
}
