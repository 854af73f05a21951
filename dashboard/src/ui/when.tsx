'use client';
import { formatInstant, formatRelative, formatShort } from '../lib/time.ts';
import { useNow } from '../lib/use-now.ts';

/** A moment in UTC with its distance from now beside it. */
export function When({ at, relative = true }: { at: string; relative?: boolean }) {
  const now = useNow();
  return (
    <time dateTime={at} title={formatInstant(at)} className="*:whitespace-nowrap">
      <span>{formatShort(at, now)}</span>
      {relative && (
        <>
          {' '}
          <span className="text-muted">· {formatRelative(at, now)}</span>
        </>
      )}
    </time>
  );
}
