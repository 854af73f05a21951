import type { Item } from '../../domain/flag-snapshot/flag-snapshot.ts';
import type { ReadSnapshot } from './flag-feed.ts';
import type { EmbeddedUnleash } from './open-unleash.ts';

/** Reads the revision first and the flags after it, so that the flags are at least as new as the revision says. */
export function snapshotReader({
  services,
  stores,
}: Pick<EmbeddedUnleash, 'services' | 'stores'>): ReadSnapshot {
  return async (environment) => {
    const revision = await stores.eventStore.getMaxRevisionId(0, environment);
    const [flags, segments] = await Promise.all([
      services.clientFeatureToggleService.getClientFeatures({ environment }),
      services.clientFeatureToggleService.getActiveSegmentsForClient(),
    ]);
    return {
      revision,
      flags: byKey(flags.map((flag) => itemOf(flag.name, flag.project ?? 'default', flag))),
      segments: byKey(segments.map((segment) => itemOf(segment.id, '*', segment))),
    };
  };
}

function itemOf<Key>(key: Key, project: string, value: unknown): Item<Key> {
  return { key, project, text: JSON.stringify(value) };
}

function byKey<Key>(items: Item<Key>[]): Map<Key, Item<Key>> {
  return new Map(items.map((item) => [item.key, item]));
}
