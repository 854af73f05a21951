import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Stops the processes on its list when this process ends without having stopped them, even by `kill -9`. */
export interface Watchdog {
  add(pid: number, signal: 'TERM' | 'INT'): void;
  drop(pid: number): void;
  close(): void;
}

/** Starts the watchdog: a shell in its own session that waits at the other end of a pipe. */
export function startWatchdog(): Watchdog {
  const script = fileURLToPath(new URL('./watchdog.sh', import.meta.url));
  const child = spawn('/bin/sh', [script], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
  child.on('error', () => undefined);
  child.stdin.on('error', () => undefined);
  child.unref();
  // The pipe must not keep this process alive once everything else is done.
  if ('unref' in child.stdin && typeof child.stdin.unref === 'function') child.stdin.unref();
  return {
    add: (pid, signal) => void child.stdin.write(`add ${pid} ${signal}\n`),
    drop: (pid) => void child.stdin.write(`drop ${pid}\n`),
    close: () => void child.stdin.end(),
  };
}
