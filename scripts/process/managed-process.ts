import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { logTail } from './log-tail.ts';
import { SetupError } from './setup-error.ts';
import { waitUntil } from './wait-until.ts';
import type { Watchdog } from './watchdog.ts';

/** What to start and how to stop it. */
export interface ProcessPlan {
  name: string;
  command: string;
  args: readonly string[];
  logFile: string;
  env?: NodeJS.ProcessEnv;
  cwd?: string;
  uid?: number;
  gid?: number;
  /** The signal that asks it to end; default TERM. */
  stopSignal?: 'TERM' | 'INT';
  /** Milliseconds from that signal to KILL; default 6000. */
  stopTimeoutMs?: number;
  /** Keep what an earlier start has logged. */
  appendLog?: boolean;
}

/** How a process ended. */
export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** A long-lived child process, known by its pid. */
export interface ManagedProcess {
  readonly name: string;
  readonly pid: number;
  readonly logFile: string;
  readonly exited: Promise<Exit>;
  hasExited(): boolean;
  /** Asks it to end, insists after a while, and resolves when it is gone. */
  stop(): Promise<void>;
}

/** Starts a process in its own session, so that Ctrl-C reaches only its parent, which stops it in order. */
export async function startProcess(plan: ProcessPlan, watchdog: Watchdog): Promise<ManagedProcess> {
  mkdirSync(dirname(plan.logFile), { recursive: true });
  const log = openSync(plan.logFile, plan.appendLog ? 'a' : 'w');
  const child = spawn(plan.command, plan.args, {
    detached: true,
    stdio: ['ignore', log, log],
    env: plan.env ?? process.env,
    ...(plan.cwd === undefined ? {} : { cwd: plan.cwd }),
    ...(plan.uid === undefined ? {} : { uid: plan.uid }),
    ...(plan.gid === undefined ? {} : { gid: plan.gid }),
  });
  closeSync(log);
  let exit: Exit | undefined;
  const exited = new Promise<Exit>((resolve) => {
    child.once('exit', (code, signal) => {
      exit = { code, signal };
      resolve(exit);
    });
  });
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (cause) => {
      reject(
        new SetupError(
          'process_not_started',
          `${plan.name} could not be started by ${plan.command}: ${cause.message}`,
          cause,
        ),
      );
    });
  });
  const pid = child.pid!;
  const stopSignal = plan.stopSignal ?? 'TERM';
  watchdog.add(pid, stopSignal);
  void exited.then(() => watchdog.drop(pid));
  return {
    name: plan.name,
    pid,
    logFile: plan.logFile,
    exited,
    hasExited: () => exit !== undefined,
    async stop() {
      if (exit) return;
      child.kill(`SIG${stopSignal}`);
      if (await waitUntil(() => exit !== undefined, plan.stopTimeoutMs ?? 6_000, 25)) return;
      child.kill('SIGKILL');
      await exited;
    },
  };
}

/**
 * Waits for the process to answer. Where it ends, stays silent or `signal` is aborted, it is stopped, and
 * {@link SetupError} carries the end of its log.
 */
export async function untilReady(
  running: ManagedProcess,
  isReady: () => Promise<boolean>,
  timeoutMs: number,
  signal?: AbortSignal,
): Promise<void> {
  const ready = await waitUntil(() => running.hasExited() || signal?.aborted || isReady(), timeoutMs);
  if (ready && !running.hasExited() && !signal?.aborted) return;
  const why = running.hasExited()
    ? `ended while it was starting (${describeExit(await running.exited)})`
    : `was not ready within ${Math.round(timeoutMs / 1000)} s`;
  await running.stop();
  if (signal?.aborted) throw new SetupError('stopped', `${running.name} was stopped while it was starting`);
  const tail = logTail(running.logFile).replace(/^/gm, '  ');
  throw new SetupError(
    'process_not_ready',
    `${running.name} ${why}. The end of ${running.logFile}:\n${tail}`,
  );
}

/** Such as `exit code 1` or `SIGKILL`. */
export function describeExit(exit: Exit): string {
  return exit.signal ?? `exit code ${exit.code}`;
}
