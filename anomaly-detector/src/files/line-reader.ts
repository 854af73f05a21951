import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { unreadable } from './file-error.ts';

/** One line of a file with its number, counted from 1; empty lines are passed over. */
export type Line = { number: number; text: string };

/** Reads a file line by line without holding it in memory. Throws {@link FileError} where it cannot be read. */
export async function* readLines(file: string): AsyncGenerator<Line> {
  const input = createReadStream(file, { encoding: 'utf8' });
  let number = 0;
  try {
    for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
      number += 1;
      const text = number === 1 ? line.replace(/^\uFEFF/, '') : line;
      if (text.trim() !== '') yield { number, text };
    }
  } catch (cause) {
    throw unreadable(file, cause);
  } finally {
    input.destroy();
  }
}
