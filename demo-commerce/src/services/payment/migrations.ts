import { inboxTable } from '../../platform/inbox.ts';
import type { Migration } from '../../platform/migrate.ts';
import { outboxTable } from '../../platform/outbox.ts';

export const schema = 'payment';

export const migrations: readonly Migration[] = [
  {
    name: '001-payments',
    sql: `
      create schema ${schema};
      create table ${schema}.payment (
        order_id uuid primary key,
        status text not null
          check (status in ('requested', 'captured', 'declined', 'void', 'refund_due', 'refunded')),
        amount_cents integer not null check (amount_cents >= 0),
        reason text,
        created_at timestamptz not null default now(),
        settled_at timestamptz
      );
      create index payment_refund_due on ${schema}.payment (order_id) where status = 'refund_due';
      ${inboxTable(schema)};
      ${outboxTable(schema)};
    `,
  },
];
