import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { z } from 'zod';
import type { ChangeEvent } from '../contract/index.ts';
import { AlertLine, ChangeLine, MetricsFile, ServicesFile } from './case-schema.ts';
import { splitCsvLine } from './csv-line.ts';
import { FileError, unreadable } from './file-error.ts';
import { readLines } from './line-reader.ts';

/** Everything of a case but its rows. */
export type Case = {
  folder: string;
  metrics: MetricsFile;
  services: ServicesFile;
  edges: { caller: string; callee: string }[];
  changes: ChangeEvent[];
  alerts: AlertLine[];
};

/** Reads a case's small files. Throws {@link FileError} naming file, line and what was expected. */
export async function readCase(folder: string, alertsOnly: boolean): Promise<Case> {
  const isFolder = await stat(folder).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isFolder) throw new FileError(folder, null, 'expected a case folder, found none');
  const at = (name: string) => join(folder, name);
  const has = (name: string) => existsSync(at(name));
  if (alertsOnly && !has('alerts.jsonl'))
    throw new FileError(at('alerts.jsonl'), null, 'expected a file, found none');
  const isNeeded = !alertsOnly;
  return {
    folder,
    metrics: isNeeded || has('metrics.json') ? await readJson(at('metrics.json'), MetricsFile) : {},
    services: has('services.json') ? await readJson(at('services.json'), ServicesFile) : {},
    edges: isNeeded || has('topology.csv') ? await readTopology(at('topology.csv')) : [],
    changes: has('changes.jsonl') ? (await readJsonLines(at('changes.jsonl'), ChangeLine)).map(toChange) : [],
    alerts: has('alerts.jsonl') ? await readJsonLines(at('alerts.jsonl'), AlertLine) : [],
  };
}

async function readJson<Schema extends z.ZodType>(file: string, schema: Schema): Promise<z.output<Schema>> {
  const text = await readFile(file, 'utf8').catch((cause) => {
    throw unreadable(file, cause);
  });
  return check(parseJson(text, file, null), schema, file, null);
}

async function readJsonLines<Schema extends z.ZodType>(
  file: string,
  schema: Schema,
): Promise<z.output<Schema>[]> {
  const items: z.output<Schema>[] = [];
  for await (const { number, text } of readLines(file)) {
    items.push(check(parseJson(text, file, number), schema, file, number));
  }
  return items;
}

function parseJson(text: string, file: string, line: number | null): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const { message } = cause as Error;
    const position = /position (\d+)/.exec(message);
    const before = position === null ? text.trimEnd() : text.slice(0, Number(position[1]));
    const found = line ?? before.split('\n').length;
    throw new FileError(file, found, `expected JSON, got ${message}`, { cause });
  }
}

function check<Schema extends z.ZodType>(
  value: unknown,
  schema: Schema,
  file: string,
  line: number | null,
): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  const where = issue.path.length === 0 ? '' : `${issue.path.join('.')}: `;
  throw new FileError(file, line, `${where}${issue.message}`);
}

async function readTopology(file: string): Promise<{ caller: string; callee: string }[]> {
  const edges: { caller: string; callee: string }[] = [];
  let columns: { caller: number; callee: number } | null = null;
  for await (const { number, text } of readLines(file)) {
    const fields = splitCsvLine(text) ?? [];
    if (columns === null) {
      columns = { caller: fields.indexOf('caller'), callee: fields.indexOf('callee') };
      if (columns.caller < 0 || columns.callee < 0) {
        throw new FileError(file, number, `expected the header caller,callee, got "${text.slice(0, 80)}"`);
      }
      continue;
    }
    const caller = fields[columns.caller] ?? '';
    const callee = fields[columns.callee] ?? '';
    if (caller === '' || callee === '') {
      throw new FileError(file, number, `expected a caller and a callee, got "${text.slice(0, 80)}"`);
    }
    edges.push({ caller, callee });
  }
  if (columns === null) throw new FileError(file, 1, 'expected the header caller,callee, got an empty file');
  return edges;
}

function toChange(line: ChangeLine): ChangeEvent {
  return {
    id: line.id,
    at: new Date(line.at).toISOString(),
    kind: line.kind,
    services: line.service === '' ? [] : [line.service],
    target: line.target === '' ? line.id : line.target,
    title: line.title === '' ? `${line.kind} ${line.target}` : line.title,
    actor: 'unknown',
    effect: 'other',
    exposure: line.exposure ?? null,
    version: line.version === '' ? null : line.version,
  };
}
