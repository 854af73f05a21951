import type { Logger } from 'pino';

interface UnleashLogger {
  debug(message: unknown, ...details: unknown[]): void;
  info(message: unknown, ...details: unknown[]): void;
  warn(message: unknown, ...details: unknown[]): void;
  error(message: unknown, ...details: unknown[]): void;
  fatal(message: unknown, ...details: unknown[]): void;
}

/** Sends Unleash's own log through ours; its chatter about every revision stays at debug. */
export function unleashLog(log: Logger): (category?: string) => UnleashLogger {
  return (category) => {
    const child = log.child({ part: 'unleash', file: category });
    const at =
      (level: 'debug' | 'warn' | 'error' | 'fatal') =>
      (message: unknown, ...details: unknown[]) =>
        child[level](
          withError([message, ...details]),
          String(message instanceof Error ? message.message : message),
        );
    return {
      debug: at('debug'),
      info: at('debug'),
      warn: at('warn'),
      error: at('error'),
      fatal: at('fatal'),
    };
  };
}

function withError(parts: unknown[]): object {
  const error = parts.find((part) => part instanceof Error);
  return error === undefined ? {} : { err: error.message };
}
