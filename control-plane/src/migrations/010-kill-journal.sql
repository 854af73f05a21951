-- How far a change has come at an instance: sent, held, asked for; and how that is known.
alter table ops.confirmations add column delivered_ms double precision;
alter table ops.confirmations add column effective_ms double precision;
alter table ops.confirmations add column proof text not null default 'heartbeat';

-- Set where the intent is a kill that waited in the journal of a control plane while this database was away.
alter table ops.intents add column journal jsonb;

-- Kills of the journal that are in this database: nobody needs to keep them any longer.
create table ops.settled_kills (
  id text primary key,
  revision integer not null,
  change_id text references ops.changes (id),
  at timestamptz not null default now()
);
