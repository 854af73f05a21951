import { access, constants, mkdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Makes the folder in which what is learnt is kept. Throws a sentence where nothing could be stored there. */
export async function prepareDataFolder(dataDir: string): Promise<void> {
  const folder = join(dataDir, 'detector');
  try {
    await mkdir(folder, { recursive: true });
    await access(folder, constants.W_OK);
  } catch (cause) {
    throw new Error(
      `BREAKWATER_DATA_DIR: expected a folder that can be written, got "${dataDir}": ${(cause as Error).message}`,
      { cause },
    );
  }
}
