'use client';
import { useFirstProblem } from './use-first-problem.ts';

/** The form of a sheet. Where it is sent with something wrong, the first of it comes into view and has the focus. */
export function SheetForm({ onSubmit, children }: { onSubmit: () => void; children: React.ReactNode }) {
  const { form, show } = useFirstProblem();
  return (
    <form
      ref={form}
      noValidate
      className="mt-3 flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
        show();
      }}
    >
      {children}
    </form>
  );
}
