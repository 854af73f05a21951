import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { emptyState } from '../evaluation/flag-state.ts';
import { DiskBackup } from './disk-backup.ts';

const owner = { service: 'gateway', environment: 'production' };
const overrideOf = (id: string) => ({ id, flag: `flag-${id}`, at: '2026-01-01T00:00:00.000Z' });
const failed = (error: Error) => {
  throw error;
};

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'breakwater-backup-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('instances that share a file keep the kills of both, and drop those that one of them saw end', async () => {
  const neighbour = new DiskBackup(folder, owner, failed);
  neighbour.save({ ...emptyState, revision: 2, overrides: [overrideOf('a')] });
  await neighbour.flush();
  const own = new DiskBackup(folder, owner, failed);
  own.save({ ...emptyState, revision: 1, overrides: [overrideOf('b')], ended: new Set(['a']) });
  await own.flush();
  const known = new DiskBackup(folder, owner, failed).load();
  expect(known).toMatchObject({ revision: 2, overrides: [overrideOf('b')] });
});

test('drafts of processes that died are removed, one that is being written is not', async () => {
  const backup = new DiskBackup(folder, owner, failed);
  const abandoned = `${backup.path}.dead.tmp`;
  const underWay = `${backup.path}.alive.tmp`;
  for (const draft of [abandoned, underWay]) await writeFile(draft, 'half a st');
  const anHourAgo = new Date(Date.now() - 3_600_000);
  await utimes(abandoned, anHourAgo, anHourAgo);
  backup.save({ ...emptyState, revision: 1 });
  await backup.flush();
  expect((await readdir(folder)).toSorted()).toEqual(
    [backup.path, underWay].map((path) => basename(path)).toSorted(),
  );
});

test('a draft that cannot be removed does not keep the state from being written', async () => {
  const backup = new DiskBackup(folder, owner, failed);
  const stuck = `${backup.path}.stuck.tmp`;
  await mkdir(stuck);
  await writeFile(join(stuck, 'inside'), '');
  const anHourAgo = new Date(Date.now() - 3_600_000);
  await utimes(stuck, anHourAgo, anHourAgo);
  backup.save({ ...emptyState, revision: 5 });
  await backup.flush();
  expect(new DiskBackup(folder, owner, failed).load()).toMatchObject({ revision: 5 });
});
