import { spawn } from 'node:child_process';
import { homedir } from 'node:os';
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { CliError } from './cli-error.ts';

/** Everything that a command may touch besides the control plane. */
export type Terminal = {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly workingDirectory: string;
  readonly homeDirectory: string;
  /** A person can be asked: standard input and standard error are both a terminal. */
  readonly interactive: boolean;
  out(text: string): void;
  err(text: string): void;
  /** Asks on standard error; `secret` hides what is typed. */
  ask(question: string, options?: { secret?: boolean }): Promise<string>;
  readStdin(): Promise<string>;
  /** Runs a program with this terminal as its own; gives its exit code. */
  run(command: string, args: readonly string[]): Promise<number>;
  now(): number;
  sleep(ms: number): Promise<void>;
};

/** The terminal of this process. */
export function processTerminal(): Terminal {
  // `npm run cli` changes to the root of the repository; paths mean the folder in which it was typed.
  const { npm_lifecycle_event: script, INIT_CWD: typedIn } = process.env;
  const workingDirectory = (script === 'cli' && typedIn) || process.cwd();
  return {
    env: process.env,
    workingDirectory,
    homeDirectory: homedir(),
    interactive: Boolean(process.stdin.isTTY && process.stderr.isTTY),
    out: (line) => void process.stdout.write(`${line}\n`),
    err: (line) => void process.stderr.write(`${line}\n`),
    ask,
    readStdin: () => text(process.stdin),
    run: (command, args) => run(command, args, workingDirectory),
    now: Date.now,
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  };
}

async function ask(question: string, options: { secret?: boolean } = {}): Promise<string> {
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const output = options.secret ? silent : process.stderr;
  const reader = createInterface({ input: process.stdin, output, terminal: true });
  const stop = new AbortController();
  reader.once('SIGINT', () => stop.abort());
  reader.once('close', () => stop.abort());
  if (options.secret) process.stderr.write(question);
  try {
    return await reader.question(question, { signal: stop.signal });
  } catch (cause) {
    throw new CliError('cancelled', 'cancelled; nothing was changed.', { cause });
  } finally {
    reader.close();
    if (options.secret || stop.signal.aborted) process.stderr.write('\n');
  }
}

function run(command: string, args: readonly string[], cwd: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: 'inherit', cwd });
    const forward = (signal: NodeJS.Signals) => void child.kill(signal);
    process.on('SIGINT', forward);
    process.on('SIGTERM', forward);
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      process.off('SIGINT', forward);
      process.off('SIGTERM', forward);
      resolve(code ?? (signal ? 1 : 0));
    });
  });
}
