import { randomUUID } from 'node:crypto';
import type { ChangeEvent } from '@breakwater/anomaly-detector/contract';
import type { ReportChange } from '../contract/change.ts';
import type { Propagation } from '../contract/switch.ts';
import { type Actor, requireRole } from '../domain/access/actor.ts';
import { OpsError } from '../domain/ops-error.ts';
import { publishChange } from './change-ledger.ts';
import type { StoredChange, StoreWithTransactions } from './ports/store.ts';
import { readPropagations, type SwitchReads } from './switches.ts';
import { toChangeEvent } from './to-change-event.ts';

/** Changes that one answer holds at most: the newest. */
const maxChanges = 1000;
const dayMs = 86_400_000;

/** What reporting a change needs. */
export interface ReportDeps {
  store: StoreWithTransactions;
  environment: string;
  now: () => number;
}

/** Changes since an instant, oldest first; of the last day where none is given. */
export async function listChanges(
  { store, now }: ReportDeps,
  since: string | undefined,
): Promise<ChangeEvent[]> {
  const from = since === undefined ? new Date(now() - dayMs) : new Date(since);
  return (await store.changes.listSince(from, maxChanges)).map(toChangeEvent);
}

/** Takes in what CI or another tool has changed. */
export async function reportChange(
  deps: ReportDeps,
  actor: Actor,
  report: ReportChange,
): Promise<ChangeEvent> {
  if (actor.via !== 'machine') requireRole(actor, 'release-manager');
  const change: StoredChange = {
    id: `${report.kind}-${randomUUID()}`,
    at: report.at ?? new Date(deps.now()).toISOString(),
    kind: report.kind,
    services: report.services,
    target: report.target,
    title: report.title,
    actor: actor.name,
    effect: 'other',
    exposure: null,
    version: report.version ?? null,
    unleashEventId: null,
    reason: null,
    incidentId: null,
  };
  await deps.store.transaction(async (store) => {
    await store.changes.insert(change);
    await store.audit.record({
      actor: actor.name,
      action: 'change.report',
      target: report.target,
      after: report,
    });
    await publishChange(store, change, deps.environment);
  });
  return toChangeEvent(change);
}

/** How far a change has come; throws `change.unknown`. */
export async function getPropagation(deps: SwitchReads, changeId: string): Promise<Propagation> {
  const propagation = (await readPropagations(deps, [changeId])).get(changeId);
  if (propagation !== undefined) return propagation;
  throw new OpsError(
    'change.unknown',
    `No flag change with the id "${changeId}" is followed here; GET /api/v1/changes lists the changes.`,
  );
}
