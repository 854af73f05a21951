/** Where a value came from. */
export type CacheTier = 'local' | 'remote' | 'stale' | 'source';

export interface RemoteTier {
  /** The value, or null where it is unknown; rejects while the tier is away. */
  get(key: string): Promise<Buffer | null>;
  put(key: string, value: Buffer): Promise<void>;
}

export interface TieredCacheOptions {
  remote: RemoteTier;
  /** The truth; null where there is no such thing. */
  load(key: string): Promise<Buffer | null>;
  now(): number;
  /** Age in milliseconds up to which the in-process copy is served without asking further. */
  freshMs: number;
  /** Age in milliseconds up to which it is served while the remote tier is away. */
  staleMs: number;
  /** How long a remote tier that failed is left alone. */
  restMs: number;
  maxEntries: number;
  onRead(tier: CacheTier): void;
}

export interface TieredCache {
  read(key: string): Promise<Buffer | null>;
}

/** In-process copy, then the remote tier, then a stale copy, then the source; one look per key at a time. */
export function createTieredCache(options: TieredCacheOptions): TieredCache {
  const copies = new Map<string, { value: Buffer; at: number }>();
  const flights = new Map<string, Promise<Buffer | null>>();
  let restUntil = 0;

  const keep = (key: string, value: Buffer) => {
    copies.delete(key);
    copies.set(key, { value, at: options.now() });
    if (copies.size > options.maxEntries) copies.delete(copies.keys().next().value as string);
    return value;
  };

  const askRemote = async (key: string): Promise<Buffer | null | 'away'> => {
    if (options.now() < restUntil) return 'away';
    try {
      return await options.remote.get(key);
    } catch {
      restUntil = options.now() + options.restMs;
      return 'away';
    }
  };

  const look = async (key: string): Promise<Buffer | null> => {
    const remote = await askRemote(key);
    if (remote !== 'away' && remote !== null) {
      options.onRead('remote');
      return keep(key, remote);
    }
    const copy = copies.get(key);
    if (remote === 'away' && copy !== undefined && options.now() - copy.at < options.staleMs) {
      options.onRead('stale');
      return copy.value;
    }
    const loaded = await options.load(key);
    options.onRead('source');
    if (loaded === null) return null;
    if (remote !== 'away') options.remote.put(key, loaded).catch(() => {});
    return keep(key, loaded);
  };

  return {
    async read(key) {
      const copy = copies.get(key);
      if (copy !== undefined && options.now() - copy.at < options.freshMs) {
        options.onRead('local');
        return copy.value;
      }
      let flight = flights.get(key);
      if (flight === undefined) {
        flight = look(key).finally(() => flights.delete(key));
        flights.set(key, flight);
      }
      return flight;
    },
  };
}
