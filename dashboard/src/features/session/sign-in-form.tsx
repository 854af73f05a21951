'use client';
import { useMutation } from '@tanstack/react-query';
import { safeNext } from '../../lib/access.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { signIn } from './actions.ts';

/** E-mail and password; afterwards the browser goes where it was headed. */
export function SignInForm() {
  const enter = useMutation({
    mutationFn: signIn,
    onSuccess: () =>
      window.location.assign(safeNext(new URLSearchParams(window.location.search).get('next'))),
  });

  function submit(event: React.FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    enter.mutate({ email: String(form.get('email')).trim(), password: String(form.get('password')) });
  }

  return (
    <form method="post" onSubmit={submit} className="flex flex-col gap-4">
      <ProblemNote error={enter.error} />
      <TextField label="Email" name="email" type="email" autoComplete="username" required />
      <TextField label="Password" name="password" type="password" autoComplete="current-password" required />
      <Button type="submit" look="primary" busy={enter.isPending || enter.isSuccess}>
        Sign in
      </Button>
    </form>
  );
}
