import { mkdir, mkdtemp, readFile, rm, rmdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { KeptJson } from './kept-json.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kept-'));
});
afterEach(() => rm(folder, { recursive: true }));

it('puts aside what it cannot read, so that the next write does not take its place', async () => {
  const file = join(folder, 'said.json');
  await writeFile(file, '[1, 2');
  let version = 0;
  const told: string[] = [];
  const log = { info() {}, error() {}, warn: (_: object, text: string) => void told.push(text) };
  const kept = new KeptJson(
    { file, name: 'words', version: () => version, snapshot: () => [3], restore: () => undefined },
    log,
  );
  await kept.restore();
  version += 1;
  await kept.write();
  expect(told).toEqual(['the stored words cannot be read']);
  expect(await readFile(`${file}.unreadable`, 'utf8')).toBe('[1, 2');
  expect(await readFile(file, 'utf8')).toBe('[3]');
});

it('tells who asks that something could not be stored, and stores it once it can', async () => {
  const file = join(folder, 'said.json');
  await mkdir(file);
  let version = 0;
  const log = { info() {}, error() {}, warn() {} };
  const kept = new KeptJson(
    { file, name: 'words', version: () => version, snapshot: () => [3], restore: () => undefined },
    log,
  );
  version += 1;
  await expect(kept.save()).rejects.toThrow('EISDIR');
  await kept.write();
  await rmdir(file);
  await kept.save();
  expect(await readFile(file, 'utf8')).toBe('[3]');
});
