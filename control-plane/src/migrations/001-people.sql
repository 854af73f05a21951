create table ops.users (
  email text primary key,
  name text not null,
  role text not null check (role in ('viewer', 'responder', 'release-manager', 'admin')),
  password_hash text not null,
  created_at timestamptz not null default now()
);

-- Only the digest of a session token is kept: a stolen table signs nobody in.
create table ops.sessions (
  token_digest text primary key,
  email text not null references ops.users (email) on delete cascade,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null
);
create index sessions_expiry on ops.sessions (expires_at);

create table ops.audit (
  id bigint generated always as identity primary key,
  at timestamptz not null default clock_timestamp(),
  actor text not null,
  action text not null,
  target text not null,
  reason text,
  before jsonb,
  after jsonb
);

create function ops.refuse_audit_change() returns trigger language plpgsql as $$
begin
  raise exception 'the audit is append-only: % is refused', tg_op;
end $$;

create trigger audit_append_only before update or delete on ops.audit
  for each row execute function ops.refuse_audit_change();
create trigger audit_no_truncate before truncate on ops.audit
  for each statement execute function ops.refuse_audit_change();
