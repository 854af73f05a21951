'use client';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { Awaited } from '../../../ui/awaited.tsx';
import { Section } from '../../../ui/card.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { ChangeLine } from '../../changes/parts/change-line.tsx';
import { changesQuery } from '../../changes/queries.ts';

const shown = 8;

/** What was changed of late: the first thing to ask when something breaks. */
export function RecentChanges() {
  const changes = useQuery(changesQuery);
  const { data } = changes;
  return (
    <Section
      title="Recent changes"
      aside={
        <Link href="/audit" className="underline">
          Audit
        </Link>
      }
    >
      <Awaited query={changes} what="Recent changes">
        <Skeleton className="h-48" />
      </Awaited>
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
