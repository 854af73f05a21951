import { appendFile, mkdir, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { FileError } from './file-error.ts';

/**
 * Writes a file whole or not at all; through a link, and into a pipe or a device as it comes. A folder that it lies in is created, and
 * `inform` hears of it. Throws {@link FileError}.
 */
export async function writeWhole(file: string, text: string, inform: (line: string) => void): Promise<void> {
  try {
    if (await isForeign(file)) await appendFile(file, text);
    else await replace(await realpath(file).catch(() => file), text, inform);
  } catch (cause) {
    throw new FileError(file, null, unwritable(cause as NodeJS.ErrnoException, dirname(file)), { cause });
  }
}

const opened = /^\/dev\/(stdout|stderr|fd\/\d+)$/;

/** Whether nothing may take its place: a pipe, a device, or what a shell has opened. */
async function isForeign(file: string): Promise<boolean> {
  if (opened.test(resolve(file))) return true;
  const found = await stat(file).catch(() => null);
  return found !== null && !found.isFile() && !found.isDirectory();
}

async function replace(file: string, text: string, inform: (line: string) => void): Promise<void> {
  const next = `${file}.${process.pid}.next`;
  try {
    const created = await mkdir(dirname(file), { recursive: true });
    await writeFile(next, text);
    await rename(next, file);
    if (created !== undefined) inform(`created the folder ${created}`);
  } catch (error) {
    await rm(next, { force: true }).catch(() => undefined);
    throw error;
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
