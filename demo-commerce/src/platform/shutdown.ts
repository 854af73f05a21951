import closeWithGrace from 'close-with-grace';
import type { Log } from './log.ts';

/** Closes within five seconds on SIGTERM and SIGINT, and when something was thrown that nobody caught. */
export function closeOnSignal(log: Log, close: () => Promise<void>): void {
  closeWithGrace({ delay: 4500, logger: log }, async ({ err, signal }) => {
    if (err === undefined) log.info({ signal }, 'stopping');
    else log.fatal({ err }, 'stopping after an error that nobody caught');
    await close();
    log.info('stopped');
  });
}
