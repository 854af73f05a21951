'use client';
import { useEffect, useRef, useState } from 'react';

/** The form of a sheet. Where it is sent with something wrong, the first of it comes into view and has the focus. */
export function SheetForm({ onSubmit, children }: { onSubmit: () => void; children: React.ReactNode }) {
  const form = useRef<HTMLFormElement>(null);
  const [tries, setTries] = useState(0);

  // After a try, because what is wrong is marked in the same drawing.
  useEffect(() => {
    if (tries > 0) showFirstProblem(form.current);
  }, [tries]);

  return (
    <form
      ref={form}
      noValidate
      className="mt-3 flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
        setTries((before) => before + 1);
      }}
    >
      {children}
    </form>
  );
}

function showFirstProblem(form: HTMLFormElement | null): void {
  const first = form?.querySelector<HTMLElement>('[aria-invalid="true"], [data-problem]');
  if (!first) return;
  first.focus({ preventScroll: true });
  first.scrollIntoView({ block: 'center' });
}
