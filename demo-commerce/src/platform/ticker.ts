import type { Log } from './log.ts';

/** Work that is done again and again. */
export interface Ticker {
  /** Do it now rather than at the next interval. */
  wake(): void;
  /** Ends after the work in hand. */
  close(): Promise<void>;
}

export interface TickerOptions {
  /** Names the work in the log. */
  name: string;
  intervalMs: number;
  log: Log;
  /** One round; `true` asks for the next at once. A rejection is logged once and tried again at the next interval. */
  work(): Promise<unknown>;
}

/** Repeats the work, one round at a time, until closed. */
export function startTicker({ name, intervalMs, log, work }: TickerOptions): Ticker {
  let closed = false;
  let woken = false;
  let troubled = false;
  let rouse = () => {};

  const rest = () =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, intervalMs);
      rouse = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  const round = async (): Promise<boolean> => {
    try {
      const isMore = (await work()) === true;
      if (troubled) log.info(`${name} works again`);
      troubled = false;
      return isMore;
    } catch (error) {
      if (!troubled) log.warn({ reason: (error as Error).message }, `${name} fails, it is tried again`);
      troubled = true;
      return false;
    }
  };

  const run = async () => {
    while (!closed) {
      woken = false;
      const isMore = await round();
      if (!isMore && !closed && (troubled || !woken)) await rest();
    }
  };
  const running = run();

  return {
    wake() {
      woken = true;
      if (!troubled) rouse();
    },
    async close() {
      closed = true;
      rouse();
      await running;
    },
  };
}
