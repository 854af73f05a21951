import type { RenewRequest, Switch } from '../contract/switch.ts';
import { type Actor, requireRole } from '../domain/access/actor.ts';
import { OpsError } from '../domain/ops-error.ts';
import { beginKill, renewKill } from '../domain/switch/kill-term.ts';
import type { StoreWithTransactions } from './ports/store.ts';
import { getSwitch, type SwitchReads } from './switches.ts';

/** Gives a kill a new term, with a reason; throws `switch.wrong_state` unless it is KILLED. */
export async function renewSwitchKill(
  deps: SwitchReads & { store: StoreWithTransactions },
  actor: Actor,
  key: string,
  { reason, expiresInS }: RenewRequest,
): Promise<Switch> {
  requireRole(actor, 'responder');
  const before = await getSwitch(deps, key);
  if (before.state !== 'KILLED') {
    throw new OpsError(
      'switch.wrong_state',
      `Only a kill can be renewed: ${key} is ${before.state}. Kill it with POST /api/v1/switches/${key}/kill.`,
    );
  }
  await deps.store.transaction(async (store) => {
    const kept = await store.keeping.find(key);
    const kill =
      kept?.keeping?.kind === 'killed'
        ? kept.keeping
        : beginKill({ by: before.changedBy ?? actor.name, reason: before.reason }, deps.now());
    const renewed = renewKill(kill, expiresInS, deps.now());
    if (!(await store.keeping.replace(key, kept?.version ?? 0, renewed))) {
      throw new OpsError('switch.wrong_state', `${key} was changed at this moment: look again and repeat.`);
    }
    await store.audit.record({
      actor: actor.name,
      action: 'switch.renew',
      target: key,
      reason,
      before: before.term,
      after: { expiresAt: renewed.expiresAt, reviewAt: renewed.reviewAt },
    });
    await store.signal({ kind: 'switch', id: key });
  });
  return getSwitch(deps, key);
}
