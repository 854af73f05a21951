import type { CatalogueStore, LevelEntry, SwitchEntry } from '../../services/ports/store.ts';
import type { Sql } from './database.ts';

const columns =
  'key, title, sheds, fallback, owner, service, dependency, runbook, tier, dependents, expected_effect';
const read = `${columns} as "expectedEffect"`;

/** What each switch and flag is for; their state lives in the flag engine. */
export function catalogueStore(sql: Sql): CatalogueStore {
  return {
    listSwitches: () => sql.query<SwitchEntry>(`select ${read} from ops.switches order by position, key`),

    async findSwitch(key) {
      const [row] = await sql.query<SwitchEntry>(`select ${read} from ops.switches where key = $1`, [key]);
      return row;
    },

    async saveSwitch(entry, position) {
      await sql.query(
        `insert into ops.switches (${columns}, position) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
         on conflict (key) do update set (${columns}, position) =
           (excluded.key, excluded.title, excluded.sheds, excluded.fallback, excluded.owner, excluded.service,
            excluded.dependency, excluded.runbook, excluded.tier, excluded.dependents, excluded.expected_effect,
            excluded.position)`,
        [
          entry.key,
          entry.title,
          entry.sheds,
          entry.fallback,
          entry.owner,
          entry.service,
          entry.dependency,
          entry.runbook,
          entry.tier,
          entry.dependents,
          entry.expectedEffect,
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

    listLevels: () => sql.query<LevelEntry>('select id, title, sheds, adds from ops.levels order by id'),

    async saveLevel({ id, title, sheds, adds }) {
      await sql.query(
        `insert into ops.levels (id, title, sheds, adds) values ($1, $2, $3, $4)
         on conflict (id) do update set (title, sheds, adds) = (excluded.title, excluded.sheds, excluded.adds)`,
        [id, title, sheds, adds],
      );
    },
  };
}
