'use client';
import { useSyncExternalStore } from 'react';
import { connectionStore } from '../lib/connection.ts';
import { type ConnectionView, connectionView } from '../lib/connection-view.ts';
import { formatClock } from '../lib/time.ts';
import { useNow } from '../lib/use-now.ts';
import { StateMark, StateShape } from '../ui/state-mark.tsx';

const shapes = { live: 'ok', connecting: 'unknown', stale: 'partial', away: 'bad' } as const;

function useConnectionView(): { view: ConnectionView; now: number } {
  const now = useNow();
  const connection = useSyncExternalStore(
    connectionStore.subscribe,
    connectionStore.get,
    connectionStore.getOnServer,
  );
  return { view: connectionView(connection, now), now };
}

/** Whether the page is live, and the present time in UTC. */
export function LiveIndicator() {
  const { view, now } = useConnectionView();
  return (
    <span className="inline-flex items-baseline gap-2 text-sm whitespace-nowrap">
      <StateMark state={shapes[view.kind]}>{view.word}</StateMark>
      {now > 0 && <span className="hidden text-muted tabular-nums sm:inline">{formatClock(now)}</span>}
    </span>
  );
}

/** Says clearly that what the page shows may be old, and how old. */
export function StaleBanner() {
  const { view } = useConnectionView();
  // The region stays in the page, so that screen readers hear what is put into it; the age inside is not re-read.
  return (
    <div role="status" aria-live="polite" aria-relevant="additions">
      {view.banner && (
        <div
          className={
            view.kind === 'away'
              ? 'border-b border-bad bg-bad-tint'
              : 'border-b border-partial bg-partial-tint'
          }
        >
          <p className="flex items-baseline gap-2 px-4 py-2.5">
            <StateShape state={shapes[view.kind]} className="translate-y-[0.1em]" />
            <span>{view.banner}</span>
          </p>
        </div>
      )}
    </div>
  );
}
