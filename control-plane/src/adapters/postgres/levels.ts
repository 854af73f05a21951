import { atRest, type LevelState } from '../../domain/level/level-state.ts';
import type { LevelStore } from '../../services/ports/store.ts';
import type { Sql } from './database.ts';
import { lockUntilCommit, patienceMs } from './lock.ts';

/** The one degrade level that the system is at. */
export function levelStore(sql: Sql): LevelStore {
  return {
    lock: () => lockUntilCommit(sql, 'breakwater.level', patienceMs),

    async read() {
      const [row] = await sql.query<{ state: LevelState }>('select state from ops.level_state');
      return row?.state ?? atRest;
    },

    async save(state) {
      await sql.query(
        `insert into ops.level_state (state) values ($1)
         on conflict (only_row) do update set state = excluded.state`,
        [JSON.stringify(state)],
      );
    },
  };
}
