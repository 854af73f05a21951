import { inboxTable } from '../../platform/inbox.ts';
import type { Migration } from '../../platform/migrate.ts';
import { outboxTable } from '../../platform/outbox.ts';

export const schema = 'inventory';

export const migrations: readonly Migration[] = [
  {
    name: '001-stock',
    sql: `
      create schema ${schema};
      create table ${schema}.stock (
        product_id text primary key,
        available integer not null check (available >= 0),
        version bigint not null default 0
      );
      create table ${schema}.reservation (
        order_id text not null,
        product_id text not null references ${schema}.stock,
        quantity integer not null check (quantity > 0),
        state text not null check (state in ('held', 'released')),
        primary key (order_id, product_id)
      );
      ${inboxTable(schema)};
      ${outboxTable(schema)};
    `,
  },
];
