'use client';
import dynamic from 'next/dynamic';
import { useEffect, useState } from 'react';

// Few open it on a visit, so that its code comes only then.
const CommandPalette = dynamic(() =>
  import('../features/palette/command-palette.tsx').then((module) => module.CommandPalette),
);

/** Opens the palette, also by Ctrl K or Command K. */
export function PaletteButton() {
  const [isOpen, setOpen] = useState(false);

  useEffect(() => {
    function onKeyDown(event: KeyboardEvent): void {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      setOpen((before) => !before);
    }
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);

  return (
    <>
      <button
        type="button"
        onClick={() => setOpen(true)}
        aria-haspopup="dialog"
        aria-keyshortcuts="Control+K Meta+K"
        className="inline-flex min-h-12 min-w-12 items-center justify-center gap-2 rounded-md text-sm text-muted hover:text-text md:min-h-9 md:min-w-40 md:justify-between md:border md:border-line md:px-3"
      >
        <span className="max-md:sr-only">Go to…</span>
        <kbd className="hidden font-sans text-xs md:inline">Ctrl K</kbd>
        <svg
          viewBox="0 0 24 24"
          aria-hidden="true"
          className="size-5 md:hidden"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.8"
          strokeLinecap="round"
        >
          <circle cx="10.5" cy="10.5" r="6" />
          <path d="m15 15 5.5 5.5" />
        </svg>
      </button>
      {isOpen && <CommandPalette onClose={() => setOpen(false)} />}
    </>
  );
}
