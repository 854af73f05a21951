import type { Tracked } from '../../domain/propagation/propagation.ts';
import type { PropagationStore } from '../../services/ports/store.ts';
import type { Sql } from './database.ts';

interface Row {
  change_id: string;
  revision: number;
  at: Date;
  instances: { id: string; service: string; revision: number; confirmedMs: number | null }[] | null;
}

const select = `
  select p.change_id, p.revision, p.at, (
    select json_agg(json_build_object(
      'id', c.instance_id, 'service', c.service, 'revision', c.revision, 'confirmedMs', c.confirmed_ms))
    from ops.confirmations c where c.change_id = p.change_id) as instances
  from ops.propagations p`;

/** Which instance confirmed which change. */
export function propagationStore(sql: Sql): PropagationStore {
  return {
    async insert(tracked) {
      const instances = [...tracked.instances];
      await sql.query(
        'insert into ops.propagations (change_id, revision, at, total) values ($1, $2, $3, $4) on conflict do nothing',
        [tracked.changeId, tracked.revision, new Date(tracked.acceptedAt), instances.length],
      );
      await sql.query(
        `insert into ops.confirmations (change_id, instance_id, service, revision, confirmed_ms)
         select $1, * from unnest($2::text[], $3::text[], $4::int[], $5::float8[]) on conflict do nothing`,
        [
          tracked.changeId,
          instances.map(([id]) => id),
          instances.map(([, i]) => i.service),
          instances.map(([, i]) => i.revision),
          instances.map(([, i]) => i.confirmedMs),
        ],
      );
    },

    async saveConfirmations(confirmations) {
      await sql.query(
        `update ops.confirmations c set revision = n.revision, confirmed_ms = n.confirmed_ms
         from unnest($1::text[], $2::text[], $3::int[], $4::float8[]) as n (change_id, instance_id, revision, confirmed_ms)
         where c.change_id = n.change_id and c.instance_id = n.instance_id and c.confirmed_ms is null`,
        [
          confirmations.map((c) => c.changeId),
          confirmations.map((c) => c.instanceId),
          confirmations.map((c) => c.revision),
          confirmations.map((c) => c.confirmedMs),
        ],
      );
    },

    async finish(changeId, confirmedMs) {
      const rows = await sql.query(
        `update ops.propagations set confirmed_ms = $2 where change_id = $1 and confirmed_ms is null returning change_id`,
        [changeId, confirmedMs],
      );
      return rows.length === 1;
    },

    async list(changeIds) {
      const rows = await sql.query<Row>(`${select} where p.change_id = any($1)`, [changeIds]);
      return new Map(rows.map((row) => [row.change_id, toTracked(row)]));
    },

    async listOpen(since) {
      const rows = await sql.query<Row>(`${select} where p.confirmed_ms is null and p.at > $1`, [since]);
      return rows.map(toTracked);
    },
  };
}

function toTracked(row: Row): Tracked {
  const instances = new Map((row.instances ?? []).map(({ id, ...instance }) => [id, instance]));
  return { changeId: row.change_id, revision: row.revision, acceptedAt: row.at.getTime(), instances };
}
