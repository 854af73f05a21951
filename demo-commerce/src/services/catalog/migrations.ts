import { inboxTable } from '../../platform/inbox.ts';
import type { Migration } from '../../platform/migrate.ts';

export const schema = 'catalog';

export const migrations: readonly Migration[] = [
  {
    name: '001-products',
    sql: `
      create schema ${schema};
      create table ${schema}.product (
        id text primary key,
        name text not null,
        category text not null,
        price_cents integer not null check (price_cents > 0),
        tags text[] not null,
        blurb text not null,
        sold integer not null default 0,
        stock integer not null default 0 check (stock >= 0),
        stock_version bigint not null default 0,
        created_at timestamptz not null default now()
      );
      create table ${schema}.bought_together (
        a text not null references ${schema}.product,
        b text not null references ${schema}.product,
        times integer not null,
        primary key (a, b),
        check (a < b)
      );
      ${inboxTable(schema)};
    `,
  },
];
