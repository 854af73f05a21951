import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const launcher = fileURLToPath(new URL('./with-node24.mjs', import.meta.url));
let folder: string;
let script: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'breakwater-launcher-'));
  script = join(folder, 'sample.ts');
  writeFileSync(
    script,
    `const words: string[] = process.argv.slice(2);
     console.log(JSON.stringify({ words, version: process.version, path: process.env.PATH }));
     process.exitCode = Number(words[0] ?? 0);`,
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function launch(...args: string[]) {
  const child = spawn(process.execPath, [launcher, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    err += chunk;
  });
  const [code] = await once(child, 'close');
  return { code: code as number | null, out, err };
}

describe('the launcher', () => {
  it('runs a TypeScript file with its arguments and passes its exit code on', async () => {
    const { code, out } = await launch(script, '7', '--flag');
    expect(code).toBe(7);
    expect(JSON.parse(out)).toMatchObject({
      words: ['7', '--flag'],
      version: expect.stringMatching(/^v2[4-9]/),
    });
  });

  it('puts its Node first on PATH, for the programs that the script starts', async () => {
    const { out } = await launch(script, '0');
    expect(JSON.parse(out).path.split(':')[0]).toBe(dirname(process.execPath));
  });

  it('says in one line what it expects when no script is named', async () => {
    const { code, err } = await launch();
    expect(code).toBe(1);
    expect(err.trim().split('\n')).toEqual([expect.stringContaining('expected a script')]);
  });

  it('asks its program to stop when npm and the shell between them are stopped without a word', async () => {
    const waiting = join(folder, 'waiting.ts');
    const [started, stopped] = ['started', 'stopped'].map((name) => join(folder, name));
    writeFileSync(
      waiting,
      `import { writeFileSync } from 'node:fs';
       process.on('SIGTERM', () => {
         writeFileSync(${JSON.stringify(stopped)}, '');
         process.exit(0);
       });
       setInterval(() => undefined, 1000);
       writeFileSync(${JSON.stringify(started)}, '');`,
    );
    const shell = spawn('/bin/sh', ['-c', `"${process.execPath}" "${launcher}" "${waiting}" & wait`], {
      stdio: 'ignore',
      env: { ...process.env, npm_lifecycle_event: 'demo' },
    });
    await expect.poll(() => existsSync(started!), { timeout: 20_000 }).toBe(true);
    shell.kill('SIGKILL');
    await expect.poll(() => existsSync(stopped!), { timeout: 20_000 }).toBe(true);
  }, 60_000);
});
