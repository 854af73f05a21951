import { inboxTable } from '../../platform/inbox.ts';
import type { Migration } from '../../platform/migrate.ts';
import { outboxTable } from '../../platform/outbox.ts';

export const schema = 'orders';

export const migrations: readonly Migration[] = [
  {
    name: '001-orders',
    sql: `
      create schema ${schema};
      create table ${schema}.purchase (
        id uuid primary key,
        request_id text not null unique,
        user_id text not null,
        status text not null check (status in ('placed', 'reserved', 'payment_deferred', 'confirmed', 'cancelled')),
        lines jsonb not null,
        total_cents integer not null check (total_cents > 0),
        delivery text not null check (delivery in ('standard', 'express')),
        card text not null,
        reason text,
        hint text,
        failed_payments integer not null default 0,
        payment_due_at timestamptz,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now()
      );
      create index purchase_payment_due on ${schema}.purchase (payment_due_at) where payment_due_at is not null;
      ${inboxTable(schema)};
      ${outboxTable(schema)};
    `,
  },
];
