import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import type { PastSeries } from '../contract/index.ts';
import { FileError, unreadable } from '../files/file-error.ts';
import { parseMetricFile } from '../files/metric-file.ts';

/**
 * The series of a folder: `SERVICE/METRIC.csv` with the header `timestamp,value` is the series `METRIC{service="SERVICE"}`; a
 * file that lies in the folder itself belongs to a service of the folder's name. Throws {@link FileError}.
 */
export async function* readCsvFolder(folder: string): AsyncGenerator<PastSeries> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((cause) => {
    throw unreadable(folder, cause);
  });
  const files = entries
    .filter((entry) => entry.isFile() && entry.name.toLowerCase().endsWith('.csv'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  if (files.length === 0) throw new FileError(folder, null, 'expected a folder with CSV files, found none');
  for (const file of files) yield pastOf(await readFile(file, 'utf8'), file, folder);
}

function pastOf(text: string, file: string, folder: string): PastSeries {
  // Of a time that is repeated the last value counts.
  const rows = new Map(parseMetricFile(text, file).map(({ at, value }) => [at, value]));
  const inner = dirname(relative(folder, file));
  return {
    labels: {
      __name__: basename(file).replace(/\.csv$/i, ''),
      service: inner === '.' ? basename(folder) : inner,
    },
    time: [...rows.keys()],
    value: [...rows.values()].map((value) => (Number.isNaN(value) ? null : value)),
  };
}
