import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repositoryRoot } from '../../scripts/process/repository.ts';
import { startWatchdog } from '../../scripts/process/watchdog.ts';
import type { ServiceRoom } from '../../scripts/services/local-service.ts';
import { removeData } from '../../scripts/services/postgres/postgres-place.ts';

/** A folder of its own, and what must be ended when everything is over. */
export interface FleetRoom extends ServiceRoom {
  /** Takes what is to be closed; the last opened is closed first. */
  onClose(close: () => unknown): void;
  close(): Promise<void>;
}

/** Opens a room; whatever is started in it ends with it, also when this process is killed. */
export const openRoom = (say: (text: string) => void): FleetRoom => {
  const dataDir = mkdtempSync(join(tmpdir(), 'breakwater-fleet-'));
  const watchdog = startWatchdog();
  const closers: (() => unknown)[] = [];
  return {
    dataDir,
    cacheDir: join(repositoryRoot, '.breakwater'),
    watchdog,
    say,
    throwaway: true,
    onClose: (close) => closers.push(close),
    close: async () => {
      for (const closeOne of closers.splice(0).reverse()) await closeOne();
      watchdog.close();
      removeData(dataDir);
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
};
