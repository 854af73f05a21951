import type { ManagedProcess } from '../process/managed-process.ts';
import type { Watchdog } from '../process/watchdog.ts';

/** A service that was found or started. */
export interface LocalService {
  /** Postgres: `postgres://…`, Redis: `redis://…`, event bus: `kafka://…` or `redis://…`. */
  url: string;
  /** One phrase for people: what it is and where it comes from. */
  origin: string;
  /** Absent where somebody else runs it. */
  process?: ManagedProcess;
}

/** What every service needs to be started. */
export interface ServiceRoom {
  /** Folder of this run's state: data and logs. */
  dataDir: string;
  /** Folder of what may be shared by runs: jars, binaries. */
  cacheDir: string;
  watchdog: Watchdog;
  /** Aborted when the start is given up. */
  signal?: AbortSignal | undefined;
  /** Says one short thing while a step takes long. */
  say: (text: string) => void;
  /** No care for data after a crash of the machine: faster, for tests. */
  throwaway?: boolean;
}
