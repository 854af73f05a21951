import type { Store, StoreWithTransactions } from '../../services/ports/store.ts';
import { auditStore } from './audit.ts';
import { catalogueStore } from './catalogue.ts';
import { changeStore } from './changes.ts';
import type { Database, Sql } from './database.ts';
import { drillStore } from './drills.ts';
import { flagEventStore } from './flag-events.ts';
import { incidentStore } from './incidents.ts';
import { instanceStore } from './instances.ts';
import { intentStore } from './intents.ts';
import { journalStore } from './kill-journal.ts';
import { levelStore } from './levels.ts';
import { outbox } from './outbox.ts';
import { peopleStore } from './people.ts';
import { policyStore } from './policies.ts';
import { propagationStore } from './propagations.ts';
import { rolloutStore } from './rollouts.ts';
import { signal } from './signals.ts';
import { switchKeepingStore } from './switch-keeping.ts';

/** Everything that is stored in Postgres; `replica` names this process in what it tells the others. */
export function openStore(database: Database, environment: string, replica: string): StoreWithTransactions {
  const over = (sql: Sql): Store => ({
    changes: changeStore(sql),
    intents: intentStore(sql),
    flagEvents: flagEventStore(sql, environment),
    audit: auditStore(sql),
    outbox: outbox(sql),
    propagations: propagationStore(sql),
    instances: instanceStore(sql),
    journal: journalStore(sql),
    catalogue: catalogueStore(sql),
    people: peopleStore(sql),
    incidents: incidentStore(sql),
    rollouts: rolloutStore(sql),
    keeping: switchKeepingStore(sql),
    drills: drillStore(sql),
    level: levelStore(sql),
    policies: policyStore(sql),
    signal: (told) => signal(sql, { ...told, from: replica }),
  });
  return { ...over(database), transaction: (work) => database.transaction((sql) => work(over(sql))) };
}
