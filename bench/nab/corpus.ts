import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type PlainRow, parseMetricFile } from '../../anomaly-detector/src/files/index.ts';

/** One labelled series. */
export interface LabelledSeries {
  readonly name: string;
  readonly rows: readonly PlainRow[];
  /** First and last row of each window in which something is wrong. */
  readonly windows: readonly (readonly [first: number, last: number])[];
}

const variable = 'BREAKWATER_NAB_DIR';
const besideTheCheckout = resolve(import.meta.dirname, '../../../shared/bench/nab');

/**
 * Reads the Numenta Anomaly Benchmark, `data/<group>/<series>.csv` and `labels/combined_windows.json`, from the folder that
 * the environment names. The project carries no copy of it.
 */
export const readCorpus = async (): Promise<LabelledSeries[]> => {
  const folder = process.env[variable] ?? besideTheCheckout;
  const labels = await readFile(join(folder, 'labels', 'combined_windows.json'), 'utf8').catch(() => {
    throw new Error(
      `Expected the Numenta Anomaly Benchmark (github.com/numenta/NAB) in ${variable}, with data/ and labels/combined_windows.json, but found none in ${folder}.`,
    );
  });
  const windowsOf = JSON.parse(labels) as Record<string, [string, string][]>;
  const names = (await readdir(join(folder, 'data'), { recursive: true })).filter((name) =>
    name.endsWith('.csv'),
  );
  return Promise.all(
    names.sort().map(async (name) => {
      const rows = parseMetricFile(await readFile(join(folder, 'data', name), 'utf8'), name);
      return { name, rows, windows: (windowsOf[name] ?? []).map((window) => locate(window, rows, name)) };
    }),
  );
};

const locate = ([from, to]: [string, string], rows: readonly PlainRow[], name: string): [number, number] => {
  const find = (label: string) => {
    const at = Date.parse(`${label.replace(' ', 'T').slice(0, 19)}Z`);
    const index = rows.findIndex((row) => row.at === at);
    if (index < 0)
      throw new Error(`${name}: the window edge ${label} should be the time of a row, but is none.`);
    return index;
  };
  return [find(from), find(to)];
};
