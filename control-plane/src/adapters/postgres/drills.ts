import type { DrillRecord, DrillStore } from '../../services/ports/store.ts';
import type { Sql } from './database.ts';

interface Row {
  record: DrillRecord;
}

/** Drills with their evidence. */
export function drillStore(sql: Sql): DrillStore {
  return {
    async save(record) {
      const { id, key, startedAt, verdict } = record.drill;
      await sql.query(
        `insert into ops.drills (id, key, started_at, is_open, drill) values ($1, $2, $3, $4, $5)
         on conflict (id) do update set (is_open, drill) = (excluded.is_open, excluded.drill)`,
        [id, key, startedAt, verdict === null, JSON.stringify(record)],
      );
    },

    async listOpen() {
      const rows = await sql.query<Row>('select drill as record from ops.drills where is_open');
      return rows.map(({ record }) => record);
    },

    async find(id) {
      const [row] = await sql.query<Row>('select drill as record from ops.drills where id = $1', [id]);
      return row?.record;
    },

    async listOf(key, limit) {
      const rows = await sql.query<Row>(
        'select drill as record from ops.drills where key = $1 order by started_at desc limit $2',
        [key, limit],
      );
      return rows.map(({ record }) => record);
    },

    async listLast(keys) {
      const rows = await sql.query<Row & { provenAt: string | null }>(
        `select distinct on (d.key) d.drill as record, (
           select p.drill -> 'drill' ->> 'endedAt' from ops.drills p
           where p.key = d.key and p.drill -> 'drill' ->> 'verdict' = 'proven'
           order by p.started_at desc limit 1) as "provenAt"
         from ops.drills d where d.key = any($1) order by d.key, d.started_at desc`,
        [keys],
      );
      return new Map(
        rows.map(({ record, provenAt }) => [record.drill.key, { last: record.drill, provenAt }]),
      );
    },
  };
}
