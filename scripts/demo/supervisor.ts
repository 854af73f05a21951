import { setTimeout as sleep } from 'node:timers/promises';
import { describeExit, type ManagedProcess } from '../process/managed-process.ts';
import { SetupError } from '../process/setup-error.ts';

const longestBackOffMs = 30_000;
const steadyMs = 60_000;

/** Starts a process; `isRestart` is true after it has died. */
export type Starter = (isRestart: boolean) => Promise<ManagedProcess>;

/** Keeps processes running: one that dies is started again, ever later while it keeps dying. */
export interface Supervisor {
  /** Starts a process and watches over it; rejects where the first start fails. */
  run(start: Starter): Promise<ManagedProcess>;
  /** What runs now. */
  processes(): ManagedProcess[];
  /** Stops what was started, the last group first, the processes of a group together. */
  stop(): Promise<void>;
  /** Begins a group: what is started from now on is stopped before what was started earlier. */
  group(): void;
}

/** Whom a supervisor tells, and how it waits. */
export interface SupervisorOptions {
  say: (text: string) => void;
  /** Called whenever a process was replaced. */
  onChange: () => void;
  now?: () => number;
  /** Resolves after so many milliseconds, or when the signal is aborted. */
  wait?: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** A supervisor without processes. */
export function createSupervisor(options: SupervisorOptions): Supervisor {
  const { say, onChange, now = () => performance.now(), wait = sleepUntil } = options;
  const groups: Set<{ current: ManagedProcess | undefined; watching: Promise<void> }>[] = [new Set()];
  const stopping = new AbortController();

  async function watch(slot: { current: ManagedProcess | undefined }, start: Starter): Promise<void> {
    let backOffMs = 1_000;
    while (!stopping.signal.aborted) {
      const startedAt = now();
      const running = slot.current!;
      const exit = await running.exited;
      if (stopping.signal.aborted) return;
      if (now() - startedAt > steadyMs) backOffMs = 1_000;
      say(
        `${running.name} ended (${describeExit(exit)}); it starts again in ${backOffMs / 1000} s. Its log: ${running.logFile}`,
      );
      slot.current = await startAgain(start, running, backOffMs);
      backOffMs = Math.min(longestBackOffMs, backOffMs * 2);
      if (slot.current && !stopping.signal.aborted) {
        say(`${running.name} runs again`);
        onChange();
      }
    }
  }

  async function startAgain(
    start: Starter,
    gone: ManagedProcess,
    firstDelayMs: number,
  ): Promise<ManagedProcess | undefined> {
    for (let delayMs = firstDelayMs; ; delayMs = Math.min(longestBackOffMs, delayMs * 2)) {
      await wait(delayMs, stopping.signal);
      if (stopping.signal.aborted) return undefined;
      try {
        const started = await start(true);
        if (stopping.signal.aborted) await started.stop();
        return started;
      } catch (error) {
        if (stopping.signal.aborted) return undefined;
        say(`${gone.name} did not start again: ${error instanceof Error ? error.message : error}`);
      }
    }
  }

  function assertGoesOn(): void {
    if (stopping.signal.aborted) throw new SetupError('stopped', 'The start was given up');
  }

  return {
    group: () => void groups.push(new Set()),
    processes: () => groups.flatMap((group) => [...group].flatMap((slot) => slot.current ?? [])),
    async run(start) {
      const group = groups.at(-1)!;
      assertGoesOn();
      const current = await start(false);
      if (stopping.signal.aborted) await current.stop();
      assertGoesOn();
      const slot = { current: current as ManagedProcess | undefined, watching: Promise.resolve() };
      group.add(slot);
      slot.watching = watch(slot, start);
      return current;
    },
    async stop() {
      stopping.abort();
      for (const group of groups.toReversed()) {
        await Promise.all([...group].map((slot) => slot.current?.stop()));
        await Promise.all([...group].map((slot) => slot.watching));
      }
    },
  };
}

async function sleepUntil(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => undefined);
}
