'use client';
import { QueryClientProvider } from '@tanstack/react-query';
import { NuqsAdapter } from 'nuqs/adapters/next/app';
import { useEffect, useState } from 'react';
import { reportKept } from '../lib/connection.ts';
import { answeredAt, forgetKeptAnswers, keepAnswers, restoreAnswers } from '../lib/kept-answers.ts';
import { createQueryClient } from '../lib/query-client.ts';

/** What every page needs: the answers of the control plane and the state in the address. */
export function Providers({ children }: { children: React.ReactNode }) {
  const [client] = useState(() => createQueryClient(goToSignIn));

  useEffect(() => {
    restoreAnswers(client);
    const keptAt = answeredAt(client);
    if (keptAt !== null) reportKept(keptAt);
    const keep = () => document.visibilityState === 'hidden' && keepAnswers(client);
    document.addEventListener('visibilitychange', keep);
    return () => document.removeEventListener('visibilitychange', keep);
  }, [client]);

  return (
    <QueryClientProvider client={client}>
      <NuqsAdapter>{children}</NuqsAdapter>
    </QueryClientProvider>
  );
}

function goToSignIn(): void {
  const { pathname, search } = window.location;
  if (pathname === '/sign-in') return;
  forgetKeptAnswers();
  window.location.assign(`/sign-in?${new URLSearchParams({ next: pathname + search })}`);
}
