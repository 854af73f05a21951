import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { FileError } from './file-error.ts';

/** Writes a file whole or not at all. A folder that it lies in is created, and `inform` hears of it. Throws {@link FileError}. */
export async function writeWhole(file: string, text: string, inform: (line: string) => void): Promise<void> {
  const next = `${file}.${process.pid}.next`;
  try {
    const created = await mkdir(dirname(file), { recursive: true });
    await writeFile(next, text);
    await rename(next, file);
    if (created !== undefined) inform(`created the folder ${created}`);
  } catch (cause) {
    await rm(next, { force: true }).catch(() => undefined);
    throw new FileError(file, null, unwritable(cause as NodeJS.ErrnoException, dirname(file)), { cause });
  }
}

function unwritable({ code, message }: NodeJS.ErrnoException, folder: string): string {
  switch (code) {
    case 'EEXIST':
    case 'ENOTDIR':
      return `expected ${folder} to be a folder or to be free, found a file on the way`;
    case 'EISDIR':
      return 'expected the name of a file to write, found a folder: put a name behind it';
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return `expected to be allowed to write into ${folder}, got ${code}`;
    default:
      return `expected a place to write to, got ${message}`;
  }
}
