import { execFileSync } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { lstat, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeWhole } from './write-whole.ts';

let folder: string;
const told: string[] = [];
const write = (file: string, content: string) => writeWhole(file, content, (line) => told.push(line));

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'write-whole-'));
  told.length = 0;
});

afterEach(() => rm(folder, { recursive: true, force: true }));

test('writes a file anew, into a folder that it makes and tells of', async () => {
  const file = join(folder, 'new', 'out.csv');
  await write(file, 'one');
  await write(file, 'two');
  expect(await readFile(file, 'utf8')).toBe('two');
  expect(told).toEqual([`created the folder ${join(folder, 'new')}`]);
  expect(await readdir(join(folder, 'new'))).toEqual(['out.csv']);
});

test('writes through a link and leaves it one', async () => {
  const [file, link] = [join(folder, 'out.csv'), join(folder, 'link.csv')];
  await writeFile(file, 'before');
  await symlink(file, link);
  await write(link, 'after');
  expect(await readFile(file, 'utf8')).toBe('after');
  expect((await lstat(link)).isSymbolicLink()).toBe(true);
});

test('writes to a pipe and does not put a file in its place', async () => {
  const pipe = join(folder, 'pipe');
  execFileSync('mkfifo', [pipe]);
  const [heard] = await Promise.all([text(createReadStream(pipe)), write(pipe, 'all of it')]);
  expect(heard).toBe('all of it');
  expect((await lstat(pipe)).isFIFO()).toBe(true);
});

test('says that a folder is none to write to', async () => {
  await expect(write(folder, 'x')).rejects.toThrow(/found a folder: put a name behind it/);
});
