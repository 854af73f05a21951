'use client';
import type { Switch } from '@breakwater/control-plane/contract';
import { useNow } from '../../../lib/use-now.ts';
import { StateShape } from '../../../ui/state-mark.tsx';
import { termView } from '../term-view.ts';

/** How long a kill still lasts, and what somebody should do about it; nothing for a switch that is not killed. */
export function TermLine({ one }: { one: Switch }) {
  const now = useNow();
  if (!one.term) return null;
  const view = termView(one.term, now);
  return (
    <>
      <p className="text-sm text-muted">This kill {view.text}</p>
      {view.warning && (
        <p
          role="status"
          className="mt-1 flex items-baseline gap-2 rounded-md border border-partial bg-partial-tint px-3 py-2"
        >
          <StateShape state="partial" className="translate-y-[0.1em]" />
          <span className="min-w-0">{view.warning}</span>
        </p>
      )}
    </>
  );
}
