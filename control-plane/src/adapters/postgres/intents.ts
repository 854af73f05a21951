import type { Intent, IntentStore } from '../../services/ports/store.ts';
import type { Sql } from './database.ts';

/** What people are about to do to flags. */
export function intentStore(sql: Sql): IntentStore {
  return {
    async insert(intent) {
      await sql.query(
        'insert into ops.intents (at, flag, actor, kind, reason, incident_id, journal) values ($1, $2, $3, $4, $5, $6, $7)',
        [
          intent.at,
          intent.flag,
          intent.actor,
          intent.kind,
          intent.reason,
          intent.incidentId,
          intent.journal ? JSON.stringify(intent.journal) : null,
        ],
      );
    },

    async find(flag, actor, at) {
      const [row] = await sql.query<Intent>(
        `select at, flag, actor, kind, reason, incident_id as "incidentId", journal from ops.intents
         where flag = $1 and actor = $2
           and stored_at between $3::timestamptz - interval '30 seconds' and $3::timestamptz + interval '1 second'
         order by stored_at desc, id desc limit 1`,
        [flag, actor, at],
      );
      return row;
    },
  };
}
