import type { Metadata } from 'next';
import { connection } from 'next/server';
import { SignInForm } from '../../features/session/sign-in-form.tsx';
import { getConfig } from '../../server/config.ts';
import { Brand } from '../../shell/brand.tsx';
import { EnvironmentBadge } from '../../shell/environment-badge.tsx';

export const metadata: Metadata = { title: 'Sign in' };

export default async function SignInPage() {
  // The environment's name is read as the page is asked for, not as it is built.
  await connection();
  return (
    <main className="mx-auto flex min-h-dvh max-w-sm flex-col justify-center gap-6 px-4 py-10">
      <div className="flex items-center justify-between">
        <Brand />
        <EnvironmentBadge name={getConfig().environment} />
      </div>
      <h1 className="text-2xl font-semibold tracking-tight">Sign in</h1>
      <SignInForm />
    </main>
  );
}
