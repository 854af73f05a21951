import type { PolicyRecord, PolicyStore } from '../../services/ports/store.ts';
import type { Sql } from './database.ts';
import { lockUntilCommit } from './lock.ts';

const columns = 'flag, service, dependency, override';

/** What is set over the policies in the code. */
export function policyStore(sql: Sql): PolicyStore {
  return {
    lock: (flag) => lockUntilCommit(sql, `breakwater.policy.${flag}`),

    list: () => sql.query<PolicyRecord>(`select ${columns} from ops.policies order by flag`),

    async find(flag) {
      const [row] = await sql.query<PolicyRecord>(`select ${columns} from ops.policies where flag = $1`, [
        flag,
      ]);
      return row;
    },

    async save({ flag, service, dependency, override }) {
      await sql.query(
        `insert into ops.policies (${columns}) values ($1, $2, $3, $4)
         on conflict (flag) do update set override = excluded.override`,
        [flag, service, dependency, JSON.stringify(override)],
      );
    },

    async remove(flag) {
      await sql.query('delete from ops.policies where flag = $1', [flag]);
    },
  };
}
