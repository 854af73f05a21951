alter table ops.switches
  add column tier integer not null default 3,
  add column dependents text[] not null default '{}',
  add column expected_effect text not null default '';

-- What is going on with a switch besides on and off; no state: nothing. The version lets a kill win over a slower step.
create table ops.switch_keeping (
  key text primary key,
  state jsonb,
  version bigint not null default 1
);

-- When a switch's fallback last answered somebody.
create table ops.switch_fallbacks (
  key text primary key,
  answered_at timestamptz not null
);

create table ops.drills (
  id text primary key,
  key text not null,
  started_at timestamptz not null,
  is_open boolean not null,
  drill jsonb not null
);
create index drills_of on ops.drills (key, started_at desc);
create index drills_open on ops.drills (id) where is_open;

create table ops.levels (
  id text primary key,
  title text not null,
  sheds text not null,
  adds text[] not null
);

create table ops.level_state (
  only_row boolean primary key default true check (only_row),
  state jsonb not null
);

create table ops.policies (
  flag text primary key,
  service text not null,
  dependency text not null,
  override jsonb not null
);
