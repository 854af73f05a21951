import { type DehydratedState, dehydrate, hydrate, type QueryClient } from '@tanstack/react-query';
import { queryKeys } from './query-keys.ts';

const storageKey = 'breakwater-answers';
const longestBytes = 2_000_000;

/** Keeps the present answers in this tab, so that a reload while the control plane is away still shows the last data with its age. */
export function keepAnswers(client: QueryClient): void {
  const state = dehydrate(client, {
    // A query whose last attempt failed still has its last answer: that one is what is worth keeping.
    shouldDehydrateQuery: ({ state, queryKey }) => state.data !== undefined && !queryKey.includes('band'),
  });
  try {
    const text = JSON.stringify(state);
    if (text.length <= longestBytes) sessionStorage.setItem(storageKey, text);
  } catch {
    // Storage may be full or blocked; a reload then starts empty.
  }
}

/** Brings the kept answers back; what the page has already heard is newer and stays. */
export function restoreAnswers(client: QueryClient): void {
  try {
    const text = sessionStorage.getItem(storageKey);
    if (text) hydrate(client, JSON.parse(text) as DehydratedState);
  } catch {
    forgetKeptAnswers();
  }
}

/** When the oldest of the main answers was given, in epoch milliseconds; null where there is none. */
export function answeredAt(client: QueryClient): number | null {
  const times = [queryKeys.switches, queryKeys.incidents]
    .map((key) => client.getQueryState(key)?.dataUpdatedAt ?? 0)
    .filter((time) => time > 0);
  return times.length > 0 ? Math.min(...times) : null;
}

/** At sign-out nothing stays behind. */
export function forgetKeptAnswers(): void {
  try {
    sessionStorage.removeItem(storageKey);
  } catch {
    // Storage that cannot be reached holds nothing either.
  }
}
