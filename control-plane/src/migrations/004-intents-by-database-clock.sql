-- Intents are matched to events by the database's own clock: a replica's clock may be off.
alter table ops.intents add column stored_at timestamptz not null default clock_timestamp();
drop index ops.intents_match;
create index intents_match on ops.intents (flag, actor, stored_at desc);
