import type { Keeping } from '../../domain/switch/keeping.ts';
import type { Kept, SwitchKeepingStore } from '../../services/ports/store.ts';
import type { Sql } from './database.ts';

interface Row {
  key: string;
  state: Keeping | null;
  version: string;
}

/** What is going on with each switch. */
export function switchKeepingStore(sql: Sql): SwitchKeepingStore {
  return {
    async list() {
      const rows = await sql.query<Row>('select key, state, version from ops.switch_keeping');
      return new Map(rows.map((row) => [row.key, toKept(row)]));
    },

    async find(key) {
      const [row] = await sql.query<Row>(
        'select key, state, version from ops.switch_keeping where key = $1',
        [key],
      );
      return row && toKept(row);
    },

    async put(key, keeping) {
      await sql.query(
        `insert into ops.switch_keeping (key, state) values ($1, $2)
         on conflict (key) do update set state = excluded.state, version = ops.switch_keeping.version + 1`,
        [key, keeping && JSON.stringify(keeping)],
      );
    },

    async replace(key, version, keeping) {
      const state = keeping && JSON.stringify(keeping);
      const rows =
        version === 0
          ? await sql.query(
              'insert into ops.switch_keeping (key, state) values ($1, $2) on conflict do nothing returning key',
              [key, state],
            )
          : await sql.query(
              'update ops.switch_keeping set state = $2, version = version + 1 where key = $1 and version = $3 returning key',
              [key, state, version],
            );
      return rows.length === 1;
    },

    async listFallbacks() {
      const rows = await sql.query<{ key: string; at: Date }>(
        'select key, answered_at as at from ops.switch_fallbacks',
      );
      return new Map(rows.map(({ key, at }) => [key, at]));
    },

    async saveFallback(key, at) {
      await sql.query(
        `insert into ops.switch_fallbacks (key, answered_at) values ($1, $2)
         on conflict (key) do update set answered_at = greatest(ops.switch_fallbacks.answered_at, excluded.answered_at)`,
        [key, at],
      );
    },
  };
}

function toKept({ key, state, version }: Row): Kept {
  return { key, keeping: state, version: Number(version) };
}
