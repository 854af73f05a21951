import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { ProblemError } from './problem-error.ts';

/** How often a page asks again by itself, as a back-up of the live stream. */
export const pollMs = 10_000;

/** The client of one browser tab; `onSignedOut` is called when the control plane no longer knows the session. */
export function createQueryClient(onSignedOut: () => void): QueryClient {
  const onError = (error: unknown) => {
    if (error instanceof ProblemError && error.status === 401) onSignedOut();
  };
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        staleTime: 5000,
        gcTime: 30 * 60_000,
        refetchInterval: pollMs,
        // The control plane may be on this machine or network: the browser's idea of "online" says nothing.
        networkMode: 'always',
        retry: (failures, error) => failures < 1 && !(error instanceof ProblemError && error.status < 500),
        retryDelay: 500,
      },
      mutations: { networkMode: 'always', retry: false },
    },
  });
}
