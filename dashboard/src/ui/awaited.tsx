'use client';
import { useState } from 'react';
import { awaitedView } from '../lib/awaited-view.ts';
import { useLate } from '../lib/use-late.ts';
import { useNow } from '../lib/use-now.ts';
import { Button } from './button.tsx';
import { StateMark, StateShape } from './state-mark.tsx';

/** Nearly every answer comes sooner; the reason of the control plane, which waits longer for its database, follows. */
const lateAfterMs = 2500;

/** What is read of a query's result. */
interface AwaitedQuery {
  data: unknown;
  dataUpdatedAt: number;
  error: unknown;
  failureReason: unknown;
  isSuccess: boolean;
  refetch: () => unknown;
}

/**
 * Stands before every list and card that an answer fills: place holders while it is coming, what is not known and why
 * when it does not come, and its age when it could not be renewed. Nothing where it is there.
 */
export function Awaited({
  query,
  what,
  children,
}: {
  query: AwaitedQuery;
  /** What is not known without it, such as `Incidents`. */
  what: string;
  /** The place holders. */
  children?: React.ReactNode;
}) {
  const isLate = useLate(lateAfterMs);
  const now = useNow();
  const failure = useLastFailure(query);
  const { data, dataUpdatedAt } = query;
  const view = awaitedView({ hasData: data !== undefined, dataUpdatedAt, failure, isLate }, now);
  if (view.kind === 'here') return null;
  if (view.kind === 'coming') return children;
  if (view.kind === 'old') {
    return (
      <p role="status" aria-live="off" className="mb-2 flex items-baseline gap-2 text-sm">
        <StateShape state="partial" className="translate-y-[0.1em]" />
        <span>
          {what} {view.sentence}
        </span>
      </p>
    );
  }
  return (
    <div
      role="status"
      className="flex flex-wrap items-center gap-x-4 gap-y-2 rounded-md border border-dashed border-line-strong px-3 py-2.5"
    >
      <div className="min-w-0 flex-1 basis-52">
        <StateMark state="unknown">{what}: not known now</StateMark>
        <p className="text-sm text-muted">{view.sentence}</p>
      </div>
      <Button onClick={() => query.refetch()}>Try again</Button>
    </div>
  );
}

/** A new attempt forgets why the last one failed; people are told until one succeeds. */
function useLastFailure({ error, failureReason, isSuccess }: AwaitedQuery): unknown {
  const [kept, setKept] = useState<unknown>(null);
  const present = failureReason ?? error;
  const next = present ?? (isSuccess ? null : kept);
  if (next !== kept) setKept(next);
  return next;
}
