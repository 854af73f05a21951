import type { Log } from '../../platform/log.ts';
import { startTicker } from '../../platform/ticker.ts';
import { buildAllViews } from './domain/build-views.ts';
import type { Product } from './domain/product.ts';

export interface RefresherOptions {
  listProducts(): Promise<Product[]>;
  putAll(views: ReadonlyMap<string, Buffer>): Promise<void>;
  /** False while the switch `catalog.cache-refresh` is KILLED: the stored views then stay as they are. */
  isLive(): boolean;
  log: Log;
  /** Milliseconds between two looks at whether anything changed. */
  intervalMs?: number;
  /** Looks after which everything is written again, whether it changed or not. */
  fullEvery?: number;
}

/** Keeps the read model a few seconds behind the tables: writes the views that changed since the last look. */
export function startRefresher(options: RefresherOptions) {
  const { log, intervalMs = 2000, fullEvery = 30 } = options;
  let written = new Map<string, Buffer>();
  let changed = true;
  let looks = 0;
  const refresh = async () => {
    const isFull = looks % fullEvery === 0;
    looks += 1;
    if (!(changed || isFull) || !options.isLive()) return;
    changed = false;
    const views = buildAllViews(await options.listProducts());
    const news = isFull
      ? views
      : new Map([...views].filter(([key, value]) => !written.get(key)?.equals(value)));
    if (news.size > 0) await options.putAll(news);
    written = views;
  };

  const ticker = startTicker({
    name: 'refreshing the read model',
    intervalMs,
    log,
    work: () =>
      refresh().catch((error) => {
        changed = true;
        throw error;
      }),
  });
  return {
    /** Something in the tables changed. */
    markChanged() {
      changed = true;
    },
    close: ticker.close,
  };
}
