import type { RolloutFact, RolloutPlan } from '../../domain/rollout/rollout.ts';
import type { RolloutRecord, RolloutStore } from '../../services/ports/store.ts';
import type { Sql } from './database.ts';
import { lockUntilCommit } from './lock.ts';

interface Row {
  plan: RolloutPlan;
  applied: number;
  facts: RolloutFact[] | null;
}

const select = `
  select r.plan, r.applied_events as applied, (
    select json_agg(e.event order by e.position) from ops.rollout_events e where e.rollout_id = r.id) as facts
  from ops.rollouts r`;

/** Rollouts as plans with everything that has happened to them. */
export function rolloutStore(sql: Sql): RolloutStore {
  return {
    lock: (id) => lockUntilCommit(sql, `breakwater.rollout.${id}`),

    async insert(plan) {
      await sql.query('insert into ops.rollouts (id, flag, plan, created_at) values ($1, $2, $3, $4)', [
        plan.id,
        plan.flag,
        JSON.stringify(plan),
        plan.createdAt,
      ]);
    },

    async append(id, position, facts) {
      for (const [offset, fact] of facts.entries()) {
        await sql.query('insert into ops.rollout_events (rollout_id, position, event) values ($1, $2, $3)', [
          id,
          position + offset,
          JSON.stringify(fact),
        ]);
      }
    },

    async setApplied(id, applied) {
      await sql.query('update ops.rollouts set applied_events = $2 where id = $1', [id, applied]);
    },

    async find(id) {
      const [row] = await sql.query<Row>(`${select} where r.id = $1`, [id]);
      return row && toRecord(row);
    },

    async list() {
      const rows = await sql.query<Row>(`${select} order by r.created_at desc, r.id`);
      return rows.map(toRecord);
    },
  };
}

function toRecord({ plan, applied, facts }: Row): RolloutRecord {
  return { plan, applied, facts: facts ?? [] };
}
