'use client';
import { useInfiniteQuery } from '@tanstack/react-query';
import { parseAsString, useQueryStates } from 'nuqs';
import { plural } from '../../lib/numbers.ts';
import { Awaited } from '../../ui/awaited.tsx';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { SelectField, TextField } from '../../ui/field.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { CardsSkeleton } from '../../ui/skeleton.tsx';
import { filterAudit, valuesOf } from './audit-view.ts';
import { AuditLine } from './parts/audit-line.tsx';
import { auditQuery } from './queries.ts';

const parsers = {
  q: parseAsString.withDefault(''),
  actor: parseAsString.withDefault(''),
  action: parseAsString.withDefault(''),
};

/** Who did what, newest first; nothing here is ever changed or deleted. */
export function AuditPage() {
  const [{ q, actor, action }, set] = useQueryStates(parsers);
  const audit = useInfiniteQuery(auditQuery);
  const { data, hasNextPage, fetchNextPage, isFetchingNextPage } = audit;
  const entries = data?.pages.flatMap((page) => page.entries) ?? [];
  const shown = filterAudit(entries, { text: q, actor, action });
  const isFiltered = q !== '' || actor !== '' || action !== '';
  const options = (field: 'actor' | 'action', chosen: string) => [
    { value: '', text: 'Any' },
    ...[...new Set([...valuesOf(entries, field), chosen])]
      .filter(Boolean)
      .map((value) => ({ value, text: value })),
  ];

  return (
    <>
      <PageHeader
        title="Audit"
        lead="Who did what, to which thing, and why. Entries are never changed or deleted."
      />
      <search className="mb-4 grid gap-3 md:grid-cols-3">
        <TextField
          label="Find"
          type="search"
          value={q}
          onChange={(event) => set({ q: event.target.value || null })}
          placeholder="e.g. recommendations"
        />
        <SelectField
          label="Who"
          value={actor}
          onChange={(event) => set({ actor: event.target.value || null })}
          options={options('actor', actor)}
        />
        <SelectField
          label="Action"
          value={action}
          onChange={(event) => set({ action: event.target.value || null })}
          options={options('action', action)}
        />
      </search>
      <Awaited query={audit} what="Audit log">
        <CardsSkeleton count={6} height="h-16" />
      </Awaited>
      {data && (
        <p role="status" className="mb-2 text-sm text-muted">
          {isFiltered
            ? `${shown.length} of the ${plural(entries.length, 'newest entry', 'newest entries')} fit`
            : hasNextPage
              ? `The ${entries.length} newest entries`
              : plural(entries.length, 'entry', 'entries')}
        </p>
      )}
      {data && shown.length === 0 && (
        <Empty title={entries.length === 0 ? 'Nothing has been done yet' : 'No entry fits so far'}>
          {hasNextPage
            ? 'Load older entries, or change the filter.'
            : entries.length > 0
              ? 'Change the filter.'
              : null}
        </Empty>
      )}
      {shown.length > 0 && (
        <ol className="divide-y divide-line rounded-lg border border-line bg-surface">
          {shown.map((entry) => (
            <AuditLine key={entry.id} entry={entry} />
          ))}
        </ol>
      )}
      {hasNextPage && (
        <Button className="mt-3 w-full" busy={isFetchingNextPage} onClick={() => fetchNextPage()}>
          Load older entries
        </Button>
      )}
    </>
  );
}
