import type { Beat } from '../../services/instance-registry.ts';
import type { InstanceStore } from '../../services/ports/store.ts';
import type { Sql } from './database.ts';

/** The instances' last heartbeats, for the other replicas and the next start. */
export function instanceStore(sql: Sql): InstanceStore {
  return {
    async save(seen) {
      await sql.query(
        `insert into ops.instances (id, beat, last_seen_at)
         select * from unnest($1::text[], $2::jsonb[], $3::timestamptz[])
         on conflict (id) do update set beat = excluded.beat, last_seen_at = excluded.last_seen_at
         where ops.instances.last_seen_at < excluded.last_seen_at`,
        [
          seen.map(({ beat }) => beat.instanceId),
          seen.map(({ beat }) => JSON.stringify(beat)),
          seen.map(({ at }) => new Date(at)),
        ],
      );
    },

    async listSince(since) {
      const rows = await sql.query<{ beat: Beat; at: Date }>(
        'select beat, last_seen_at as at from ops.instances where last_seen_at > $1 order by last_seen_at',
        [since],
      );
      return rows.map(({ beat, at }) => ({ beat, at: at.getTime() }));
    },
  };
}
