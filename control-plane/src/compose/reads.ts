import type { AnywayDeps } from '../services/kill-anyway.ts';
import type { StoreWithTransactions } from '../services/ports/store.ts';
import type { SwitchReads } from '../services/switches.ts';

/** Everything that answers about switches, also while Postgres is away. */
export type Reads = SwitchReads & AnywayDeps & { store: StoreWithTransactions };
