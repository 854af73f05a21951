import { mkdtemp, readFile, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PartsFile } from './parts-file.ts';

describe('a file of state in parts', () => {
  let folder: string;
  let file: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'parts-file-'));
    file = join(folder, 'deep', 'learnt.state');
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('gives back what was written, and nothing where nothing was', async () => {
    const parts = new PartsFile<{ n: number }>(file, '1');
    expect(await parts.read()).toBeNull();
    await parts.write([{ n: 1 }, { n: 2 }], 5);
    expect(await parts.read()).toEqual({ at: 5, parts: [{ n: 1 }, { n: 2 }] });
  });

  it('says so of another layout, and of one that was cut short', async () => {
    await new PartsFile(file, '1').write([{ n: 1 }], 5);
    await expect(new PartsFile(file, '2').read()).rejects.toThrow('layout 2, got 1');
    const { length } = await readFile(file);
    await truncate(file, length - 3);
    await expect(new PartsFile(file, '1').read()).rejects.toThrow('cut short');
  });
});
