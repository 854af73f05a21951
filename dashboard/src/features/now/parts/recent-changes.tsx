'use client';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { Section } from '../../../ui/card.tsx';
import { ProblemNote } from '../../../ui/problem-note.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { ChangeLine } from '../../changes/parts/change-line.tsx';
import { changesQuery } from '../../changes/queries.ts';

const shown = 8;

/** What was changed of late: the first thing to ask when something breaks. */
export function RecentChanges() {
  const { data, error, refetch, isPending } = useQuery(changesQuery);
  return (
    <Section
      title="Recent changes"
      aside={
        <Link href="/audit" className="underline">
          Audit
        </Link>
      }
    >
      {isPending && <Skeleton className="h-48" />}
      {!data && <ProblemNote error={error} onRetry={refetch} />}
      {data?.changes.length === 0 && (
        <p className="text-muted">Nothing was changed in the last three hours.</p>
      )}
      {data && data.changes.length > 0 && (
        <ol className="divide-y divide-line rounded-lg border border-line bg-surface">
          {data.changes.slice(0, shown).map((change) => (
            <li key={change.id} className="px-3.5 py-2.5">
              <ChangeLine change={change} />
            </li>
          ))}
        </ol>
      )}
    </Section>
  );
}
