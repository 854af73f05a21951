'use client';
import { createContext, use, useEffect, useId, useRef } from 'react';

const DescriptionId = createContext<string | undefined>(undefined);

/**
 * A dialog that rises from the bottom edge on phones and stands in the middle elsewhere. It is the browser's own: it keeps
 * the focus inside, closes on Escape, gives the focus back, and needs no script that may still be on its way.
 */
export function Sheet({
  open,
  onClose,
  title,
  children,
}: {
  open: boolean;
  onClose: () => void;
  title: React.ReactNode;
  children: React.ReactNode;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();

  useEffect(() => {
    const element = dialog.current;
    if (!open || !element) return;
    element.showModal();
    return () => element.close();
  }, [open]);

  if (!open) return null;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keyboard closes it with Escape, told by `onCancel`
    <dialog
      ref={dialog}
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-text`}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => event.target === event.currentTarget && onClose()}
      className="fixed inset-x-0 top-auto bottom-0 m-0 max-h-[92dvh] w-full max-w-none animate-rise overflow-y-auto rounded-t-2xl border border-line bg-surface p-0 text-text shadow-2xl backdrop:animate-fade backdrop:bg-black/60 md:inset-0 md:m-auto md:h-fit md:max-w-lg md:rounded-xl"
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
