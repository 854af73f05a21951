'use client';
import { useEffect, useRef } from 'react';
import { sentenceOf } from '../lib/problem-error.ts';
import { StateShape } from './state-mark.tsx';

/** Tells in plain words why an action failed, and in `children` where to go on: read out at once, and brought into view. */
export function ProblemNote({ error, children }: { error: unknown; children?: React.ReactNode }) {
  const note = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (error) note.current?.scrollIntoView({ block: 'nearest' });
  }, [error]);
  if (!error) return null;
  return (
    <div
      ref={note}
      role="alert"
      // The buttons of a sheet stay over its lower end.
      className="flex scroll-mb-24 items-center gap-3 rounded-md border border-bad bg-bad-tint px-3 py-2.5"
    >
      <StateShape state="bad" />
      <p className="min-w-0 flex-1">
        {sentenceOf(error)} {children}
      </p>
    </div>
  );
}
