import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startDetector } from '../src/compose.ts';
import { readConfig } from '../src/config.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'detector-start-'));
  await writeFile(join(folder, 'file'), '');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const start = (environment: Record<string, string>) =>
  startDetector(
    readConfig({ BREAKWATER_DETECTOR_PORT: '0', BREAKWATER_LOG_LEVEL: 'silent', ...environment }),
  );

it('does not start where nothing that it learns could be stored', async () => {
  await expect(start({ BREAKWATER_DATA_DIR: join(folder, 'file') })).rejects.toThrow(
    'BREAKWATER_DATA_DIR: expected a folder that can be written, got',
  );
});

it('does not start without the file of sources that it is to read', async () => {
  const file = join(folder, 'none.yml');
  await expect(start({ BREAKWATER_DATA_DIR: folder, BREAKWATER_SOURCES_FILE: file })).rejects.toThrow(
    `${file}: expected a file, found none`,
  );
});
