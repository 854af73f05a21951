import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { roles } from '../../contract/access.ts';
import { KillRequest } from '../../contract/switch.ts';
import type { JournaledKill, KillJournal } from '../../services/ports/kill-journal.ts';

const Entry = z.object({
  format: z.literal(1),
  id: z.string().regex(/^[A-Za-z0-9-]{1,64}$/),
  flag: z.string().min(1),
  at: z.iso.datetime(),
  actor: z.object({
    name: z.string(),
    role: z.enum(roles),
    via: z.enum(['cookie', 'bearer', 'machine']),
  }),
  request: KillRequest,
});

/**
 * The journal as a folder with one file a kill: written aside, synced, and renamed into place, so that a file is whole or
 * not there. Replicas may share the folder. `onUnreadable` hears of files that are no entry; they stay where they are.
 */
export function killJournal(folder: string, onUnreadable: (error: unknown) => void): KillJournal {
  const pathOf = (id: string) => join(folder, `${id}.json`);

  const read = async (name: string): Promise<JournaledKill[]> => {
    try {
      const { format: _format, ...kill } = Entry.parse(
        JSON.parse(await readFile(join(folder, name), 'utf8')),
      );
      return [kill];
    } catch (error) {
      // Settled by another replica since the folder was listed.
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') {
        onUnreadable(new Error(`${join(folder, name)} is no entry of the journal`, { cause: error }));
      }
      return [];
    }
  };

  return {
    async add(kill) {
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 });
        const draft = `${pathOf(kill.id)}.tmp`;
        await writeSynced(draft, `${JSON.stringify({ format: 1, ...kill })}\n`);
        await rename(draft, pathOf(kill.id));
        await syncFolder(folder);
      } catch (cause) {
        throw new Error(
          `The journal in ${folder} cannot be written (${String(cause)}): free or mount the disk that BREAKWATER_DATA_DIR names.`,
          { cause },
        );
      }
    },

    async remove(id) {
      await rm(pathOf(id), { force: true });
      await syncFolder(folder);
    },

    async list() {
      const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return [];
        throw error;
      });
      const kills = await Promise.all(names.filter((name) => name.endsWith('.json')).map(read));
      return kills.flat().sort((a, b) => a.at.localeCompare(b.at) || a.id.localeCompare(b.id));
    },
  };
}

async function writeSynced(path: string, text: string): Promise<void> {
  const file = await open(path, 'w', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** A rename is on disk only once its folder is. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
