import type { InstanceProof, Tracked } from '../../domain/propagation/propagation.ts';
import type { PropagationStore } from '../../services/ports/store.ts';
import type { Sql } from './database.ts';

interface Row {
  change_id: string;
  flag: string;
  revision: number;
  at: Date;
  instances: (InstanceProof & { id: string })[] | null;
}

const select = `
  select p.change_id, h.target as flag, p.revision, p.at, (
    select json_agg(json_build_object(
      'id', c.instance_id, 'service', c.service, 'revision', c.revision, 'proof', c.proof,
      'deliveredMs', c.delivered_ms, 'confirmedMs', c.confirmed_ms, 'effectiveMs', c.effective_ms))
    from ops.confirmations c where c.change_id = p.change_id) as instances
  from ops.propagations p join ops.changes h on h.id = p.change_id`;

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
        `insert into ops.confirmations
           (change_id, instance_id, service, revision, proof, delivered_ms, confirmed_ms, effective_ms)
         select $1, * from unnest($2::text[], $3::text[], $4::int[], $5::text[], $6::float8[], $7::float8[], $8::float8[])
         on conflict do nothing`,
        [
          tracked.changeId,
          instances.map(([id]) => id),
          instances.map(([, i]) => i.service),
          instances.map(([, i]) => i.revision),
          instances.map(([, i]) => i.proof),
          instances.map(([, i]) => i.deliveredMs),
          instances.map(([, i]) => i.confirmedMs),
          instances.map(([, i]) => i.effectiveMs),
        ],
      );
    },

    async saveConfirmations(confirmations) {
      await sql.query(
        `update ops.confirmations c set
           revision = case when c.confirmed_ms is null then n.revision else c.revision end,
           proof = case when c.confirmed_ms is null then n.proof else c.proof end,
           delivered_ms = least(c.delivered_ms, n.delivered_ms),
           confirmed_ms = least(c.confirmed_ms, n.confirmed_ms),
           effective_ms = least(c.effective_ms, n.effective_ms)
         from unnest($1::text[], $2::text[], $3::int[], $4::text[], $5::float8[], $6::float8[], $7::float8[])
           as n (change_id, instance_id, revision, proof, delivered_ms, confirmed_ms, effective_ms)
         where c.change_id = n.change_id and c.instance_id = n.instance_id`,
        [
          confirmations.map((c) => c.changeId),
          confirmations.map((c) => c.instanceId),
          confirmations.map((c) => c.revision),
          confirmations.map((c) => c.proof),
          confirmations.map((c) => c.deliveredMs),
          confirmations.map((c) => c.confirmedMs),
          confirmations.map((c) => c.effectiveMs),
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
  const { change_id: changeId, flag, revision, at } = row;
  return { changeId, flag, revision, acceptedAt: at.getTime(), instances };
}
