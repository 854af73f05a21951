import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import type { Sensitivity } from '../services/learner.ts';
import { detectRows } from './detect-rows.ts';
import { FileError, unreadable } from './file-error.ts';
import { parseMetricFile } from './metric-file.ts';

/** What a corpus run came to: files done, and one sentence per file that could not be. */
export type CorpusOutcome = { done: number; failures: string[] };

/** Where progress and warnings go. */
export type Tell = (line: string) => void;

/**
 * Judges one file and writes the output beside its place, then into it: never half a file. `output` null gives the text back only.
 * Throws {@link FileError}.
 */
export async function detectFile(
  input: string,
  output: string | null,
  sensitivity: Sensitivity,
  tell: Tell,
): Promise<string> {
  const text = await readFile(input, 'utf8').catch((cause) => {
    throw unreadable(input, cause);
  });
  const { csv, warnings } = detectRows(parseMetricFile(text, input), input, sensitivity);
  for (const warning of warnings) tell(`warning: ${warning}`);
  if (output !== null) await writeWhole(output, csv);
  return csv;
}

/** Judges every CSV below `corpus` and mirrors the tree below `out`; a broken file is told and the others go on. */
export async function detectCorpus(
  corpus: string,
  out: string,
  sensitivity: Sensitivity,
  tell: Tell,
  run: (input: string, output: string) => Promise<unknown> = (input, output) =>
    detectFile(input, output, sensitivity, tell),
  jobs = 1,
): Promise<CorpusOutcome> {
  const files = await listCsv(corpus);
  if (files.length === 0) throw new FileError(corpus, null, 'expected a folder with CSV files, found none');
  const failures: string[] = [];
  let next = 0;
  let done = 0;
  const work = async () => {
    while (next < files.length) {
      const input = files[next]!;
      next += 1;
      try {
        await run(input, join(out, relative(corpus, input)));
        done += 1;
        tell(`${done + failures.length}/${files.length} ${relative(corpus, input)}`);
      } catch (error) {
        if (!(error instanceof FileError) && (error as { code?: string }).code !== 'file_broken') throw error;
        failures.push((error as Error).message);
        tell(`error: ${(error as Error).message}`);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, jobs) }, work));
  return { done, failures: failures.sort() };
}

async function listCsv(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(
    (cause: NodeJS.ErrnoException) => {
      throw new FileError(folder, null, `expected a folder, got ${cause.code ?? cause.message}`, { cause });
    },
  );
  return entries
    .filter((entry) => entry.isFile() && entry.name.toLowerCase().endsWith('.csv'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** Writes a file whole or not at all. */
export async function writeWhole(file: string, text: string): Promise<void> {
  const next = `${file}.${process.pid}.next`;
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(next, text);
    await rename(next, file);
  } catch (cause) {
    await rm(next, { force: true }).catch(() => undefined);
    throw new FileError(file, null, `expected a place to write to, got ${(cause as Error).message}`, {
      cause,
    });
  }
}
