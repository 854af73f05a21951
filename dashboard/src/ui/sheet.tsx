'use client';
import { Dialog } from '@base-ui/react/dialog';

/** A dialog that rises from the bottom edge on phones and stands in the middle elsewhere. */
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
  return (
    <Dialog.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 animate-fade bg-black/60" />
        <Dialog.Viewport className="fixed inset-0 z-50 flex items-end justify-center md:items-center md:p-6">
          <Dialog.Popup className="max-h-[92dvh] w-full animate-rise overflow-y-auto rounded-t-2xl border border-line bg-surface px-4 pt-5 pb-[max(1rem,env(safe-area-inset-bottom))] shadow-2xl outline-none md:max-w-lg md:rounded-xl md:p-6">
            <Dialog.Title className="text-lg leading-snug font-semibold">{title}</Dialog.Title>
            {children}
          </Dialog.Popup>
        </Dialog.Viewport>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

/** The line that explains a sheet, read out as it opens. */
export function SheetText({ children }: { children: React.ReactNode }) {
  return <Dialog.Description className="mt-2 text-muted">{children}</Dialog.Description>;
}
