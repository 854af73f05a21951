import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { closeServer, listen } from './shop-process.ts';

const main = join(import.meta.dirname, '../src/main.ts');

describe('the detector as a process', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'detector-process-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  function start(env: Record<string, string>) {
    const child: ChildProcess = spawn(process.execPath, [main], {
      env: { PATH: process.env.PATH, BREAKWATER_DATA_DIR: folder, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const heard = { out: '', error: '' };
    child.stdout!.on('data', (chunk) => {
      heard.out += chunk;
    });
    child.stderr!.on('data', (chunk) => {
      heard.error += chunk;
    });
    return { child, heard, exit: once(child, 'exit') as Promise<[number | null, string | null]> };
  }

  it('says in one line that its port is in use, and which variable changes it', async () => {
    const server = createServer();
    const port = await listen(server);
    const { heard, exit } = start({ BREAKWATER_DETECTOR_PORT: String(port) });
    expect(await exit).toEqual([1, null]);
    expect(heard.error.trim()).toBe(
      `anomaly-detector: port ${port} on 127.0.0.1 is in use: stop what listens there, or set BREAKWATER_DETECTOR_PORT to a free port`,
    );
    await closeServer(server);
  });

  it('says in one line which variable is wrong', async () => {
    const { heard, exit } = start({ BREAKWATER_DETECTOR_PORT: 'many' });
    expect(await exit).toEqual([1, null]);
    expect(heard.error.trim().split('\n')).toHaveLength(1);
    expect(heard.error).toContain('BREAKWATER_DETECTOR_PORT');
  });

  it('runs without bus and control plane, and stops cleanly', async () => {
    const { child, heard, exit } = start({
      BREAKWATER_DETECTOR_PORT: '0',
      BREAKWATER_CONTROL_PLANE_URL: 'http://127.0.0.1:9',
      BREAKWATER_DETECTOR_TOKEN: 'x',
      BREAKWATER_BUS: 'redis://127.0.0.1:9',
      BREAKWATER_TARGETS_FILE: join(folder, 'none.json'),
    });
    await vi.waitFor(() => expect(heard.out).toContain('the detector is running'), { timeout: 20_000 });
    await vi.waitFor(() => expect(heard.out).toContain('the control plane does not answer'), {
      timeout: 20_000,
    });
    child.kill('SIGTERM');
    // It exits with 1 where it had to give up on a clean stop.
    expect(await exit).toEqual([0, null]);
    expect(heard.error).toBe('');
  });

  it('stops cleanly though a client holds a connection on which it never asked for anything', async () => {
    const { child, heard, exit } = start({
      BREAKWATER_DETECTOR_PORT: '0',
      BREAKWATER_TARGETS_FILE: join(folder, 'none.json'),
    });
    const url = await vi.waitFor(
      () => {
        const line = heard.out.split('\n').find((each) => each.includes('the detector is running'));
        return new URL(JSON.parse(line!).url);
      },
      { timeout: 20_000 },
    );
    const socket = connect(Number(url.port), url.hostname);
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    child.kill('SIGTERM');
    expect(await exit).toEqual([0, null]);
    socket.destroy();
  });
});
