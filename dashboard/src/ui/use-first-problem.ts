'use client';
import { type RefObject, useEffect, useRef, useState } from 'react';

/**
 * For a form that was sent with something wrong: `show` brings the first of it into view and gives it the focus. That is a
 * field that is `aria-invalid`, or what is marked `data-problem`, which needs `tabIndex={-1}` to take the focus.
 */
export function useFirstProblem(): { form: RefObject<HTMLFormElement | null>; show: () => void } {
  const form = useRef<HTMLFormElement>(null);
  const [tries, setTries] = useState(0);

  // After a try, because what is wrong is marked in the same drawing.
  useEffect(() => {
    if (tries > 0) showFirstProblem(form.current);
  }, [tries]);

  return { form, show: () => setTries((before) => before + 1) };
}

function showFirstProblem(form: HTMLFormElement | null): void {
  const first = form?.querySelector<HTMLElement>('[aria-invalid="true"], [data-problem]');
  if (!first) return;
  first.focus({ preventScroll: true });
  first.scrollIntoView({ block: 'center' });
}
