import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runCommandLine } from './program.ts';
import { testTerminal } from './test-terminal.ts';

/** A port on which nothing listens. */
async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe('the command line', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'breakwater-cli-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it.each([
    [[], /Usage: breakwater/],
    [['fly'], /unknown command 'fly'/],
    [['kill', '--reason', 'slow'], /missing required argument 'key'/],
    [['kill', 'recommendations'], /required option '--reason <text>' not specified/],
    [['kill', 'recommendations', '--reason', 'x'], /--reason: say in at least 3 characters why/],
    [
      ['kill', 'recommendations', '--reason', 'slow', '--timeout', 'soon'],
      /--timeout must be a number of seconds/,
    ],
    [['restore', 'recommendations', '--reason', 'well again'], /add --confirm recommendations/],
    [['restore', 'a', '--reason', 'well again', '--confirm', 'b'], /expected the key "a", got "b"/],
    [
      ['kill', 'a', '--reason', 'slow', '--expires', '90'],
      /--expires: expected a length of time such as 90s/,
    ],
    [['kill', 'a', '--reason', 'slow', '--expires', '5s'], /--expires: a kill lasts at least 10 s/],
    [['renew', 'a', '--reason', 'slow', '--expires', '40d'], /--expires: a kill lasts at most 30 days/],
    [['renew', 'a', '--reason', 'slow', '--expires', '1h', '--no-expiry'], /either --expires or --no-expiry/],
    [['restore', 'a', '--reason', 'well', '--confirm', 'a', '--step-seconds', 'x'], /--step-seconds: /],
    [['restore', 'a', '--reason', 'well', '--confirm', 'a', '--wait', 'long'], /--wait: expected a length/],
    [['level', 'L9', '--reason', 'load'], /expected a level of L0, L1, L2, L3, L4, L5, got "L9"/],
    [['level', 'L1'], /a change of level needs --reason/],
    [['policy', 'set', 'a', 'b', 'timeoutMs', '--reason', 'slow', '--for', '1h'], /such as timeoutMs=800/],
    [['policy', 'set', 'a', 'b', 'timeoutMs=8', '--reason', 'slow', '--for', '1s'], /--for: Too small/],
    [['policy', 'set', 'a', 'b', '--reason', 'slow', '--for', '1h'], /missing required argument 'setting'/],
    [['incident', 'list', '--status', 'angry'], /--status must be one of open, acknowledged/],
    [['incident', 'resolve', 'i1', '--note', ' '], /--note: say in at least 3 characters/],
    [['changes', '--since', 'ever'], /expected 45s, 30m/],
    [['audit', '--limit', '-1'], /--limit must be a whole number/],
    [['login', '--demo', '--role', 'king'], /--role must be one of viewer, responder/],
    [['status', '--colour'], /unknown option '--colour'/],
    [['status', '--url', 'localhost'], /--url must be a URL such as/],
    [['status'], /no control plane is known/],
    [['login'], /no control plane is known/],
  ])('answers a wrong call %j with what was expected, and exit code 2', async (args, message) => {
    const terminal = testTerminal({ folder });
    expect(await runCommandLine(args, terminal)).toBe(2);
    expect(terminal.complained.join('\n')).toMatch(message);
    expect(terminal.printed).toEqual([]);
  });

  it('prints help to standard output and exits 0', async () => {
    const terminal = testTerminal({ folder });
    expect(await runCommandLine(['kill', '--help'], terminal)).toBe(0);
    expect(terminal.printed.join('\n')).toContain('--reason <text>');
  });

  it('asks to sign in before the first call', async () => {
    const terminal = testTerminal({ folder });
    expect(await runCommandLine(['switches', '--url', 'http://127.0.0.1:1'], terminal)).toBe(1);
    expect(terminal.complained).toEqual([
      'error: not signed in at http://127.0.0.1:1. Sign in with `breakwater login`.',
    ]);
  });

  it('says in one line that the control plane is away', async () => {
    const url = `http://127.0.0.1:${await closedPort()}`;
    const terminal = testTerminal({ folder, env: { BREAKWATER_TOKEN: 'token', BREAKWATER_URL: url } });
    expect(await runCommandLine(['switches'], terminal)).toBe(1);
    expect(terminal.complained).toEqual([
      `error: the control plane at ${url} does not answer (ECONNREFUSED). Start it (the demo: \`npm run demo\`), or name another one with --url or BREAKWATER_URL.`,
    ]);
  });

  it('gives errors as JSON with --json', async () => {
    const terminal = testTerminal({ folder });
    await runCommandLine(['switches', '--json', '--url', 'http://127.0.0.1:1'], terminal);
    expect(JSON.parse(terminal.complained.join(''))).toMatchObject({ error: { code: 'not_signed_in' } });
  });

  it('needs a running demo for a demo login', async () => {
    const terminal = testTerminal({ folder });
    expect(await runCommandLine(['login', '--demo'], terminal)).toBe(1);
    expect(terminal.complained.join('')).toMatch(/no demo is running here: start it with `npm run demo`/);
  });

  it('finds the demo from a folder below it', async () => {
    const url = `http://127.0.0.1:${await closedPort()}`;
    await mkdir(join(folder, '.breakwater'));
    await mkdir(join(folder, 'a', 'b'), { recursive: true });
    await writeFile(join(folder, '.breakwater', 'demo.json'), JSON.stringify({ controlPlane: url }));
    const terminal = testTerminal({ folder: join(folder, 'a', 'b') });
    expect(await runCommandLine(['switches'], terminal)).toBe(1);
    expect(terminal.complained).toEqual([
      `error: not signed in at ${url}. Sign in with \`breakwater login --demo\`.`,
    ]);
  });

  it('passes detect and replay on to the detector with all their options and its exit code', async () => {
    const terminal = testTerminal({ folder, childExitCode: 2 });
    expect(await runCommandLine(['detect', '--input', 'a.csv', '--url', '--json'], terminal)).toBe(2);
    expect(terminal.ran[0]?.args[0]).toMatch(/anomaly-detector\/src\/cli\.ts$/);
    expect(terminal.ran[0]?.args.slice(1)).toEqual(['detect', '--input', 'a.csv', '--url', '--json']);
  });

  it('shows the help of the detector for detect and replay', async () => {
    const terminal = testTerminal({ folder });
    expect(await runCommandLine(['replay', '--help'], terminal)).toBe(0);
    expect(terminal.ran[0]?.args.slice(1)).toEqual(['--help']);
  });
});
