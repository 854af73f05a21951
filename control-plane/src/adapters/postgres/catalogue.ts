import type { CatalogueStore, SwitchEntry } from '../../services/ports/store.ts';
import type { Sql } from './database.ts';

const columns = 'key, title, sheds, fallback, owner, service, dependency, runbook';

/** What each switch and flag is for; their state lives in the flag engine. */
export function catalogueStore(sql: Sql): CatalogueStore {
  return {
    listSwitches: () => sql.query<SwitchEntry>(`select ${columns} from ops.switches order by position, key`),

    async findSwitch(key) {
      const [row] = await sql.query<SwitchEntry>(`select ${columns} from ops.switches where key = $1`, [key]);
      return row;
    },

    async saveSwitch(entry, position) {
      await sql.query(
        `insert into ops.switches (${columns}, position) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         on conflict (key) do update set (title, sheds, fallback, owner, service, dependency, runbook, position) =
           (excluded.title, excluded.sheds, excluded.fallback, excluded.owner, excluded.service, excluded.dependency,
            excluded.runbook, excluded.position)`,
        [
          entry.key,
          entry.title,
          entry.sheds,
          entry.fallback,
          entry.owner,
          entry.service,
          entry.dependency,
          entry.runbook,
          position,
        ],
      );
    },

    async saveFlag({ key, title, service }) {
      await sql.query(
        `insert into ops.flags (key, title, service) values ($1, $2, $3)
         on conflict (key) do update set (title, service) = (excluded.title, excluded.service)`,
        [key, title, service],
      );
    },
  };
}
