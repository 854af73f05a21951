'use client';
import { useQuery } from '@tanstack/react-query';
import { StateShape } from '../../../ui/state-mark.tsx';
import { switchesQuery } from '../../switches/queries.ts';
import { journalText } from '../killability-view.ts';
import { killabilityQuery } from '../queries.ts';

/** Says on every page that the database is away, and that kills work all the same. */
export function JournalBanner() {
  const killability = useQuery(killabilityQuery).data;
  const isAway = useQuery(switchesQuery).data?.databaseAway ?? false;
  const text = journalText(
    isAway ? { path: 'journal', journaled: killability?.journaled ?? 0 } : killability,
  );
  return (
    <div role="status" aria-live="polite">
      {text && (
        <p className="flex items-baseline gap-2 border-b border-partial bg-partial-tint px-4 py-2.5">
          <StateShape state="partial" className="translate-y-[0.1em]" />
          <span>{text}</span>
        </p>
      )}
    </div>
  );
}
