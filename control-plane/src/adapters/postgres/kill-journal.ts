import type { JournalStore, SettledKill } from '../../services/ports/store.ts';
import type { Sql } from './database.ts';
import { lockUntilCommit } from './lock.ts';

/** Kills that waited in a journal and are stored now. */
export function journalStore(sql: Sql): JournalStore {
  return {
    lock: () => lockUntilCommit(sql, 'breakwater.kill-journal'),

    async settle({ id, revision, changeId }) {
      await sql.query(
        'insert into ops.settled_kills (id, revision, change_id) values ($1, $2, $3) on conflict do nothing',
        [id, revision, changeId],
      );
    },

    listSettled: (ids) =>
      sql.query<SettledKill>(
        'select id, revision, change_id as "changeId" from ops.settled_kills where id = any($1)',
        [ids],
      ),
  };
}
