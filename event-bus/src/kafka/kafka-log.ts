import { type LogEntry, logLevel } from 'kafkajs';
import type { BusLog } from '../bus.ts';

const levels = {
  [logLevel.ERROR]: 'warn',
  [logLevel.WARN]: 'warn',
  [logLevel.INFO]: 'debug',
  [logLevel.DEBUG]: 'debug',
} as const;

/** Passes kafkajs' own lines on; its errors are warnings here because it goes on by itself. */
export function kafkaLogCreator(log: BusLog) {
  return () => (entry: LogEntry) => {
    if (entry.level === logLevel.NOTHING) return;
    const { message, timestamp: _timestamp, stack: _stack, ...details } = entry.log;
    log(levels[entry.level], `kafka: ${message}`, details);
  };
}
