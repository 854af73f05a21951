import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findFreePorts, type PortName, portVariable } from '../demo/demo-ports.ts';
import { repositoryRoot } from '../process/repository.ts';
import { removeData } from '../services/postgres/postgres-place.ts';

let dataDir: string;
let ports: NodeJS.ProcessEnv;

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'breakwater-refusals-'));
  const free = Object.entries(await findFreePorts()) as [PortName, number][];
  ports = Object.fromEntries(free.map(([name, port]) => [portVariable(name), String(port)]));
});
afterAll(() => {
  // A Postgres that had begun to prepare its data may have done so elsewhere.
  removeData(dataDir);
  rmSync(dataDir, { recursive: true, force: true });
});

async function runDemo(
  args: string[],
  env: NodeJS.ProcessEnv,
): Promise<{ code: number | null; out: string; err: string }> {
  const child: ChildProcess = spawn(
    process.execPath,
    [join(repositoryRoot, 'scripts/demo/main.ts'), ...args],
    {
      env: { ...process.env, ...ports, BREAKWATER_DATA_DIR: dataDir, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let out = '';
  let err = '';
  child.stdout!.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr!.on('data', (chunk) => {
    err += chunk;
  });
  const [code] = await once(child, 'close');
  return { code: code as number | null, out, err };
}

describe('the demo refuses in plain words', () => {
  it('an option that it does not know, with its usage', async () => {
    const { code, err } = await runDemo(['--frehs'], {});
    expect(code).toBe(2);
    expect(err).toMatch(/frehs/);
    expect(err).toMatch(/usage: npm run demo/);
  });

  it('a port in use, naming the port and the variable', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    try {
      const { code, err } = await runDemo([], { BREAKWATER_REDIS_PORT: String(port) });
      expect(code).toBe(1);
      expect(err).toContain(`Port ${port} for Redis is in use`);
      expect(err).toContain('BREAKWATER_REDIS_PORT');
      expect(err).toContain('--ports free');
      expect(err).not.toMatch(/^ {2,}at .+:\d+:\d+/m);
    } finally {
      await new Promise((resolve) => server.close(resolve));
    }
  });

  it('a dead Redis, naming the variable that points to it', async () => {
    const { code, err } = await runDemo([], { BREAKWATER_REDIS_URL: 'redis://127.0.0.1:9' });
    expect(code).toBe(1);
    expect(err).toMatch(/Redis at BREAKWATER_REDIS_URL \(127\.0\.0\.1:9\) does not answer/);
    expect(err).not.toMatch(/^ {2,}at .+:\d+:\d+/m);
  });

  it('a dead Postgres, without showing its password', async () => {
    const { code, err } = await runDemo([], {
      BREAKWATER_DATABASE_URL: 'postgres://someone:topsecret@127.0.0.1:9/x',
    });
    expect(code).toBe(1);
    expect(err).toMatch(/Postgres at BREAKWATER_DATABASE_URL does not answer/);
    expect(err).not.toContain('topsecret');
  });

  it('to run twice in one folder', async () => {
    writeFileSync(join(dataDir, 'demo.lock'), String(process.pid));
    try {
      const { code, err } = await runDemo([], {});
      expect(code).toBe(1);
      expect(err).toContain(`A demo runs already (pid ${process.pid}`);
    } finally {
      rmSync(join(dataDir, 'demo.lock'));
    }
  });

  it('to check what cannot start, with the verdict on one line', async () => {
    const { code, out } = await runDemo(['--check'], { BREAKWATER_REDIS_URL: 'redis://127.0.0.1:9' });
    expect(code).toBe(1);
    expect(out.trim().split('\n')).toHaveLength(1);
    expect(out).toMatch(/^LOOP FAILED the demo did not start: Redis/);
  });
});
