create table ops.incidents (
  id text primary key,
  opened_at timestamptz not null,
  report jsonb not null,
  status text not null,
  acknowledged_by text,
  acknowledged_at timestamptz,
  mitigated_at timestamptz,
  resolved_by text,
  resolved_at timestamptz
);
create index incidents_newest on ops.incidents (opened_at desc);
create index incidents_unresolved on ops.incidents (status) where status <> 'resolved';

create table ops.incident_entries (
  id bigint generated always as identity primary key,
  incident_id text not null references ops.incidents (id),
  at timestamptz not null,
  kind text not null,
  text text not null,
  actor text,
  ref text
);
create index incident_entries_of on ops.incident_entries (incident_id, at);

create table ops.rollouts (
  id text primary key,
  flag text not null,
  plan jsonb not null,
  created_at timestamptz not null,
  applied_events integer not null default 0
);

-- A rollout's state is what its events fold to.
create table ops.rollout_events (
  rollout_id text not null references ops.rollouts (id),
  position integer not null,
  event jsonb not null,
  primary key (rollout_id, position)
);
