import { alteringEvents, type FlagEvent, percentOf } from '../../domain/change/flag-event.ts';
import type { FlagEventStore } from '../../services/ports/store.ts';
import type { Sql } from './database.ts';
import { lockUntilCommit } from './lock.ts';

/** Ids are given before events are committed, so a smaller one may appear later: this many are looked at again. */
const lookBack = 500;

/** The channel on which Postgres tells of the flag engine's events. */
export const flagChannel = 'breakwater_flags';

/** The author of what the seed does; the first set-up of a flag is not a change. */
export const seedAuthor = 'breakwater-seed';

interface Row {
  id: number;
  at: Date;
  type: string;
  flag: string | null;
  actor: string;
  data: { id?: number; name?: string } | null;
  before: unknown;
}

interface Cursor {
  floor: number;
  position: number;
  newest: number;
}

interface Reach {
  type: string | null;
  /** The last turn of the flag up to the event, and the first after it. */
  toggled: string | null;
  toggledLater: string | null;
  enabled: boolean;
  strategies: unknown[] | null;
}

/** Events before the first start are somebody else's history: they are never told. */
export async function beginCursor(sql: Sql): Promise<void> {
  await sql.query(
    `insert into ops.event_cursor (floor, position)
     select newest, newest from (select coalesce(max(id), 0) as newest from public.events) e on conflict do nothing`,
  );
}

/** The flag engine's events of one environment, read from its own table. */
export function flagEventStore(sql: Sql, environment: string): FlagEventStore {
  return {
    lock: () => lockUntilCommit(sql, 'breakwater.flag-events'),

    async listUntold() {
      const [cursor] = await sql.query<Cursor>(
        'select floor, position, coalesce((select max(id) from public.events), 0) as newest from ops.event_cursor',
      );
      const { floor, position, newest } = cursor!;
      const rows = await sql.query<Row>(
        `select e.id, e.created_at as at, e.type, e.feature_name as flag, e.created_by as actor, e.data, e.pre_data as before
         from public.events e
         where e.id > $1 and e.id <= $5 and e.type = any($2)
           and (e.environment = $3 or e.environment is null) and e.created_by <> $4
           and not exists (select 1 from ops.changes c where c.unleash_event_id = e.id)
         order by e.id`,
        [Math.max(floor, position - lookBack), alteringEvents, environment, seedAuthor, newest],
      );
      return { events: rows.map(toEvent), position: newest, seen: position };
    },

    async advance(position) {
      await sql.query('update ops.event_cursor set position = greatest(position, $1)', [position]);
    },

    async reachAt(event) {
      const [row] = await sql.query<Reach>(
        `select f.type, coalesce(fe.enabled, false) as enabled,
           (select e.type from public.events e
             where e.feature_name = $1 and e.environment = $2 and e.id <= $3
               and e.type in ('feature-environment-enabled', 'feature-environment-disabled')
             order by e.id desc limit 1) as toggled,
           (select e.type from public.events e
             where e.feature_name = $1 and e.environment = $2 and e.id > $3
               and e.type in ('feature-environment-enabled', 'feature-environment-disabled')
             order by e.id limit 1) as "toggledLater",
           (select json_agg(json_build_object('parameters', s.parameters)) from public.feature_strategies s
             where s.feature_name = $1 and s.environment = $2 and not coalesce(s.disabled, false)) as strategies
         from (select 1) one
         left join public.features f on f.name = $1
         left join public.feature_environments fe on fe.feature_name = $1 and fe.environment = $2`,
        [event.flag, environment, event.id],
      );
      return reachOf(event, row!);
    },
  };
}

function toEvent(row: Row): FlagEvent {
  return { ...row, flag: row.flag ?? row.data?.name ?? `segment-${row.data?.id ?? 'unknown'}` };
}

function reachOf(event: FlagEvent, row: Reach): Awaited<ReturnType<FlagEventStore['reachAt']>> {
  const isGone = event.type === 'feature-archived' || event.type === 'feature-deleted';
  return {
    isSwitch: row.type === 'kill-switch',
    enabled: !isGone && wasEnabled(row),
    share: shareOf(event, row.strategies ?? []),
  };
}

/** The event may be read long after it happened. */
function wasEnabled({ toggled, toggledLater, enabled }: Reach): boolean {
  if (toggled !== null) return toggled === 'feature-environment-enabled';
  return toggledLater === null ? enabled : toggledLater === 'feature-environment-disabled';
}

/** The widest strategy decides: a user who matches any of them sees the flag. */
function shareOf(event: FlagEvent, strategies: unknown[]): number {
  const told =
    event.type === 'feature-strategy-update' && strategies.length === 1 ? percentOf(event.data) : undefined;
  if (told !== undefined) return told / 100;
  if (strategies.length === 0) return 1;
  return Math.max(...strategies.map((strategy) => percentOf(strategy) ?? 100)) / 100;
}
