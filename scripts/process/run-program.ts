import { spawn } from 'node:child_process';
import { SetupError } from './setup-error.ts';

/** How a short-lived program is run. */
export interface RunOptions {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  uid?: number;
  gid?: number;
  timeoutMs?: number;
  /** Ends the program early. */
  signal?: AbortSignal | undefined;
}

/** Runs a program to its end and gives its output; throws {@link SetupError} with the end of it where it fails. */
export function runProgram(
  command: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<string> {
  const { timeoutMs = 300_000, ...spawnOptions } = options;
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      ...spawnOptions,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: timeoutMs,
    });
    let output = '';
    const collect = (chunk: Buffer) => {
      output = (output + chunk.toString()).slice(-20_000);
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    const name = [command, ...args].join(' ').slice(0, 120);
    child.once('error', (cause) => {
      if (options.signal?.aborted) reject(new SetupError('stopped', `${name} was stopped`, cause));
      else reject(new SetupError('program_failed', `${name}: ${cause.message}`, cause));
    });
    child.once('close', (code, signal) => {
      if (code === 0) return resolve(output);
      const end = output.trim().split('\n').slice(-12).join('\n');
      reject(new SetupError('program_failed', `${name} ended with ${code ?? signal}:\n${end}`));
    });
  });
}
