'use client';
import { useEffect, useRef, useState } from 'react';
import { classes } from './classes.ts';

/** Details on demand behind one line. They open where `isOpen` begins; only people shut them, who may be reading. */
export function Disclosure({
  summary,
  isOpen = false,
  className,
  children,
}: {
  summary: React.ReactNode;
  isOpen?: boolean;
  className?: string;
  children: React.ReactNode;
}) {
  const details = useRef<HTMLDetailsElement>(null);
  const [isOpenAtFirst] = useState(isOpen);
  useEffect(() => {
    if (isOpen && details.current) details.current.open = true;
  }, [isOpen]);
  return (
    <details ref={details} className={classes('group', className)} open={isOpenAtFirst || undefined}>
      <summary className="flex min-h-12 w-full list-none items-center gap-2 md:min-h-10 [&::-webkit-details-marker]:hidden">
        <svg
          viewBox="0 0 12 12"
          aria-hidden="true"
          className="size-3 shrink-0 text-muted group-open:rotate-90"
        >
          <path d="M4 2l4 4-4 4" fill="none" stroke="currentColor" strokeWidth="1.8" />
        </svg>
        {summary}
      </summary>
      {children}
    </details>
  );
}
