import type { Signal } from '../../services/ports/store.ts';
import type { Sql } from './database.ts';

/** A signal with the replica that told it. */
export interface ToldSignal extends Signal {
  from: string;
}

/** The channel of {@link Signal}s. */
export const signalChannel = 'breakwater_ops';

/** Tells every replica, this one too, once the transaction is committed. */
export async function signal(sql: Sql, told: ToldSignal): Promise<void> {
  await sql.query('select pg_notify($1, $2)', [signalChannel, JSON.stringify(told)]);
}

export function parseSignal(payload: string): ToldSignal {
  return JSON.parse(payload) as ToldSignal;
}
