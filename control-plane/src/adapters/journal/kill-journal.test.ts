import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { killJournal } from './kill-journal.ts';

let folder: string;
beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'breakwater-journal-')), 'made', 'when needed');
});
afterEach(() => rm(join(folder, '..', '..'), { recursive: true, force: true }));

const kill = (id: string, at: string) => ({
  id,
  flag: 'recommendations',
  at,
  actor: { name: 'ann@example.com', role: 'responder', via: 'bearer' } as const,
  request: { reason: 'too slow' },
});

it('gives back what was added, oldest first, also to another process, until it is removed', async () => {
  const faults: unknown[] = [];
  const journal = killJournal(folder, (error) => faults.push(error));
  expect(await journal.list()).toEqual([]);
  await journal.add(kill('b', '2026-01-01T00:00:02.000Z'));
  await journal.add(kill('a', '2026-01-01T00:00:01.000Z'));
  const another = killJournal(folder, (error) => faults.push(error));
  expect((await another.list()).map(({ id }) => id)).toEqual(['a', 'b']);
  expect((await another.list())[0]).toEqual(kill('a', '2026-01-01T00:00:01.000Z'));
  await another.remove('a');
  await another.remove('a');
  expect((await journal.list()).map(({ id }) => id)).toEqual(['b']);
  expect([faults, await readdir(folder)]).toEqual([[], ['b.json']]);
});

it('a torn or foreign file is told, kept, and harms nobody', async () => {
  const faults: unknown[] = [];
  const journal = killJournal(folder, (error) => faults.push(error));
  await journal.add(kill('a', '2026-01-01T00:00:01.000Z'));
  await writeFile(join(folder, 'torn.json'), '{"format":1,"id":"torn","fl');
  await writeFile(join(folder, 'half.json.tmp'), 'not yet');
  expect((await journal.list()).map(({ id }) => id)).toEqual(['a']);
  expect(String(faults[0])).toContain('torn.json is no entry of the journal');
  expect(await readdir(folder)).toContain('torn.json');
});

it('says so where it cannot be written', async () => {
  await writeFile(join(folder, '..', '..', 'file'), '');
  const journal = killJournal(join(folder, '..', '..', 'file', 'journal'), () => undefined);
  await expect(journal.add(kill('a', '2026-01-01T00:00:01.000Z'))).rejects.toThrow(
    'free or mount the disk that BREAKWATER_DATA_DIR names',
  );
});
