import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { atEnd } from './fixture.ts';

const root = join(import.meta.dirname, '../..');
const options =
  '--ignoreConfig --noEmit --strict --exactOptionalPropertyTypes --skipLibCheck --module nodenext --target es2024 --lib es2024,dom --types node --jsx react-jsx --allowImportingTsExtensions';

/** Where packages of the repository are found, and no compiler of the whole repository looks. */
const folderInside = async (): Promise<string> => {
  await mkdir(join(root, '.breakwater'), { recursive: true });
  const folder = await mkdtemp(join(root, '.breakwater/readme-'));
  atEnd(() => rm(folder, { recursive: true, force: true }));
  await writeFile(join(folder, 'package.json'), '{"type":"module"}');
  return folder;
};

const run = (args: readonly string[], cwd: string) =>
  promisify(execFile)(process.execPath, args, { cwd }).then(
    () => '',
    (error: { stdout: string; stderr: string }) => `${error.stdout}${error.stderr}`,
  );

const examples = async () => {
  const readme = await readFile(join(import.meta.dirname, '../README.md'), 'utf8');
  const blocks = [...readme.matchAll(/^```(tsx?)\n(.*?)^```$/gms)];
  return blocks
    .map(([, kind = '', code = ''], index) => ({ name: `example-${index + 1}.${kind}`, code }))
    .filter(({ code }) => code.startsWith('import '));
};

test('every whole example of the README compiles, and those that need no server run', async () => {
  const folder = await folderInside();
  const all = await examples();
  for (const { name, code } of all) await writeFile(join(folder, name), code);
  const names = all.map(({ name }) => name);
  expect(names.length).toBeGreaterThanOrEqual(5);
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  expect(await run([tsc, ...options.split(' '), ...names], folder)).toBe('');
  const alone = all.filter(({ name, code }) => name.endsWith('.ts') && !code.includes('createFlagClient({'));
  expect(alone.length).toBeGreaterThanOrEqual(3);
  for (const { name } of alone) expect(await run([name], folder), name).toBe('');
});
