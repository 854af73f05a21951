import type { FlagAuthor } from './ports/flag-engine.ts';
import type { Intent, Store } from './ports/store.ts';

/** Keeps why a flag is about to be changed, so that the change which its event becomes carries the reason; of a switch unless `more` says so. */
export async function intend(
  { store, now }: { store: Pick<Store, 'intents'>; now: () => number },
  author: FlagAuthor,
  flag: string,
  reason: string | null,
  more: Partial<Omit<Intent, 'flag' | 'actor' | 'reason'>> = {},
): Promise<void> {
  const intent = { flag, actor: author.name, kind: 'switch', reason, incidentId: null } as const;
  await store.intents.insert({ at: new Date(now()), ...intent, ...more });
}
