import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lockHolder, tryLock, withFileLock } from './file-lock.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'breakwater-lock-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a file lock', () => {
  it('is held by one at a time and can be taken again once given back', () => {
    const file = join(folder, 'one.lock');
    const release = tryLock(file);
    expect(release).toBeTypeOf('function');
    expect(tryLock(file)).toBeUndefined();
    expect(lockHolder(file)).toBe(process.pid);
    release?.();
    expect(tryLock(file)).toBeTypeOf('function');
  });

  it('left by a process that is gone is taken over', () => {
    const file = join(folder, 'stale.lock');
    writeFileSync(file, '2147483646');
    expect(tryLock(file)).toBeTypeOf('function');
  });

  it('lets pieces of work follow each other', async () => {
    const file = join(folder, 'queue.lock');
    let inside = 0;
    let most = 0;
    const work = async () => {
      inside += 1;
      most = Math.max(most, inside);
      await new Promise(setImmediate);
      inside -= 1;
    };
    await Promise.all([withFileLock(file, work), withFileLock(file, work), withFileLock(file, work)]);
    expect(most).toBe(1);
  });
});
