create table ops.switches (
  key text primary key,
  title text not null,
  sheds text not null,
  fallback text not null,
  owner text not null,
  service text not null,
  dependency text not null,
  runbook text not null,
  position integer not null
);

create table ops.flags (
  key text primary key,
  title text not null,
  service text not null
);

-- Written before a flag is: gives the flag engine's event its reason once that event is read back.
create table ops.intents (
  id bigint generated always as identity primary key,
  at timestamptz not null default clock_timestamp(),
  flag text not null,
  actor text not null,
  kind text not null,
  reason text,
  incident_id text
);
create index intents_match on ops.intents (flag, actor, at desc);

create table ops.changes (
  id text primary key,
  unleash_event_id integer unique,
  at timestamptz not null,
  kind text not null,
  services text[] not null,
  target text not null,
  title text not null,
  actor text not null,
  effect text not null,
  exposure double precision,
  version text,
  reason text,
  incident_id text
);
create index changes_time on ops.changes (at desc);
create index changes_target on ops.changes (target, at desc);

-- Events of the flag engine up to `position` are read; those before `floor` are older than this system.
create table ops.event_cursor (
  only_row boolean primary key default true check (only_row),
  floor integer not null,
  position integer not null
);

create table ops.outbox (
  id bigint generated always as identity primary key,
  topic text not null,
  key text not null,
  event_id text not null,
  type text not null,
  data jsonb not null,
  created_at timestamptz not null default now()
);

create table ops.propagations (
  change_id text primary key references ops.changes (id),
  revision integer not null,
  at timestamptz not null,
  total integer not null,
  confirmed_ms double precision
);

create table ops.confirmations (
  change_id text not null references ops.propagations (change_id),
  instance_id text not null,
  service text not null,
  revision integer not null,
  confirmed_ms double precision,
  primary key (change_id, instance_id)
);

create table ops.instances (
  id text primary key,
  beat jsonb not null,
  last_seen_at timestamptz not null
);
create index instances_seen on ops.instances (last_seen_at);

-- Told at commit, so that every replica reads the flags anew at once, whoever wrote them.
create function ops.notify_flag_event() returns trigger language plpgsql as $$
begin
  perform pg_notify('breakwater_flags', new.id::text);
  return null;
end $$;

create trigger breakwater_flag_event after insert on public.events
  for each row execute function ops.notify_flag_event();
