import type { FlagAuthor } from './ports/flag-engine.ts';
import type { Store } from './ports/store.ts';

/** Keeps why a flag is about to be flipped, so that the change which its event becomes carries the reason. */
export async function intend(
  { store, now }: { store: Store; now: () => number },
  author: FlagAuthor,
  flag: string,
  reason: string,
): Promise<void> {
  const intent = { flag, actor: author.name, kind: 'switch', reason, incidentId: null } as const;
  await store.intents.insert({ at: new Date(now()), ...intent });
}
