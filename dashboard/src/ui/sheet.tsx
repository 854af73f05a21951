'use client';
import { createContext, use, useId, useLayoutEffect, useRef } from 'react';

interface SheetProps {
  onClose: () => void;
  title: React.ReactNode;
  /** The field marked `data-first-focus` has the focus at first, else the first one. */
  children: React.ReactNode;
}

/** A dialog that rises from the bottom edge on phones and stands in the middle elsewhere. */
export function Sheet({ open, ...rest }: SheetProps & { open: boolean }) {
  return open ? <OpenSheet {...rest} /> : null;
}

const DescriptionId = createContext<string | undefined>(undefined);

/**
 * The browser's own modal dialog: it keeps the focus inside, closes on Escape, gives the focus back where it was,
 * and needs no script that may still be on its way.
 */
function OpenSheet({ onClose, title, children }: SheetProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();

  // A layout effect, because the dialog must be closed while it is still in the page to give the focus back.
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    // On a phone a focused field would raise the keyboard over the buttons.
    if (window.matchMedia('(pointer: coarse)').matches) element?.focus();
    else element?.querySelector<HTMLElement>('[data-first-focus]')?.focus({ preventScroll: true });
    // The browser may have scrolled to a button at the end, which has the focus first.
    element?.scrollTo(0, 0);
    return () => element?.close();
  }, []);

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keyboard closes it with Escape, told by `onCancel`
    <dialog
      ref={dialog}
      tabIndex={-1}
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-text`}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => event.target === event.currentTarget && onClose()}
      className="fixed inset-x-0 top-auto bottom-0 m-0 max-h-[92dvh] w-full max-w-none animate-rise overflow-y-auto rounded-t-2xl border border-line bg-surface p-0 text-text shadow-2xl outline-none backdrop:animate-fade backdrop:bg-black/60 md:inset-0 md:m-auto md:h-fit md:max-w-lg md:rounded-xl"
    >
      <div className="px-4 pt-5 pb-[max(1rem,env(safe-area-inset-bottom))] md:p-6">
        <h2 id={`${id}-title`} className="text-lg leading-snug font-semibold">
          {title}
        </h2>
        <DescriptionId value={`${id}-text`}>{children}</DescriptionId>
      </div>
    </dialog>
  );
}

/** The line that explains a sheet, read out as it opens. */
export function SheetText({ children }: { children: React.ReactNode }) {
  return (
    <p id={use(DescriptionId)} className="mt-2 text-muted">
      {children}
    </p>
  );
}

/** The buttons of a sheet, always in sight while what is above them scrolls. */
export function SheetActions({ children }: { children: React.ReactNode }) {
  return (
    <div className="sticky bottom-0 z-10 -mx-4 mb-[calc(-1*max(1rem,env(safe-area-inset-bottom)))] grid grid-cols-[auto_1fr] gap-3 border-t border-line bg-surface px-4 pt-3 pb-[max(1rem,env(safe-area-inset-bottom))] md:-mx-6 md:-mb-6 md:px-6 md:pb-5">
      {children}
    </div>
  );
}
