import { readdir, readFile, realpath } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { Sensitivity } from '../services/learner.ts';
import { type Detected, detectRows } from './detect-rows.ts';
import { FileError, unreadable } from './file-error.ts';
import { addFindings, type Findings, noFindings } from './findings.ts';
import { parseMetricFile } from './metric-file.ts';
import { writeWhole } from './write-whole.ts';

/** What a corpus run came to: files done, what was found in them, and one sentence per file that could not be. */
export type CorpusOutcome = { done: number; found: Findings; failures: string[] };

/** Where a line for people goes. */
export type Tell = (line: string) => void;

/** Where warnings and errors go, and what may be left out: progress, and what was done. */
export type Tells = { warn: Tell; inform: Tell };

/**
 * Judges one file and writes the output beside its place, then into it: never half a file, and never over the input. `output`
 * null gives the outcome back only. Throws {@link FileError}.
 */
export async function detectFile(
  input: string,
  output: string | null,
  sensitivity: Sensitivity,
  { warn, inform }: Tells,
): Promise<Detected> {
  if (output !== null) await assertOther(input, output);
  const text = await readFile(input, 'utf8').catch((cause) => {
    throw unreadable(input, cause);
  });
  const detected = detectRows(parseMetricFile(text, input), input, sensitivity);
  for (const warning of detected.warnings) warn(`warning: ${warning}`);
  if (output !== null) await writeWhole(output, detected.csv, inform);
  return detected;
}

async function assertOther(input: string, output: string): Promise<void> {
  const [from, to] = await Promise.all([input, output].map((file) => realpath(file).catch(() => null)));
  if (from === null || from !== to) return;
  throw new FileError(output, null, 'expected another file than the input, which it would replace');
}

/** Judges every CSV below `corpus` and mirrors the tree below `out`; a broken file is told and the others go on. */
export async function detectCorpus(
  corpus: string,
  out: string,
  sensitivity: Sensitivity,
  tells: Tells,
  run: (input: string, output: string) => Promise<Pick<Detected, 'found'>> = (input, output) =>
    detectFile(input, output, sensitivity, tells),
  jobs = 1,
): Promise<CorpusOutcome> {
  const files = await listCsv(corpus);
  if (files.length === 0) throw new FileError(corpus, null, 'expected a folder with CSV files, found none');
  const failures: string[] = [];
  const found = noFindings();
  let next = 0;
  let done = 0;
  const work = async () => {
    while (next < files.length) {
      const input = files[next]!;
      next += 1;
      try {
        const detected = await run(input, join(out, relative(corpus, input)));
        addFindings(found, detected.found);
        done += 1;
        tells.inform(`${done + failures.length}/${files.length} ${relative(corpus, input)}`);
      } catch (error) {
        if (!(error instanceof FileError) && (error as { code?: string }).code !== 'file_broken') throw error;
        failures.push((error as Error).message);
        tells.warn(`error: ${(error as Error).message}`);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, jobs) }, work));
  return { done, found, failures: failures.sort() };
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
