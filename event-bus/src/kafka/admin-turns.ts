import type { Admin } from 'kafkajs';

/**
 * Runs calls of kafkajs' admin one after the other. Its calls share one record of the cluster's metadata, and a call about
 * one topic replaces what another call has just learnt of its own.
 */
export type AdminTurns = <T>(call: (admin: Admin) => Promise<T>) => Promise<T>;

/** Creates the queue of an admin. */
export function createAdminTurns(admin: Admin): AdminTurns {
  let last: Promise<unknown> = Promise.resolve();
  return (call) => {
    const mine = last.then(() => call(admin));
    last = mine.catch(() => undefined);
    return mine;
  };
}
