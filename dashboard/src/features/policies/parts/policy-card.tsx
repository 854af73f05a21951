'use client';
import type { Instance, Policy } from '@breakwater/control-plane/contract';
import { useNow } from '../../../lib/use-now.ts';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { classes } from '../../../ui/classes.ts';
import { Disclosure } from '../../../ui/disclosure.tsx';
import { StateMark } from '../../../ui/state-mark.tsx';
import { GateNote } from '../../session/parts/gate-note.tsx';
import { usePermissions } from '../../session/queries.ts';
import { policyStanding } from '../policy-standing.ts';
import { policyView } from '../policy-view.ts';
import { usePolicySheet } from '../use-policy-sheet.ts';
import { GuardStandings } from './guard-standings.tsx';

/** One guarded call: what is set over its code, by whom, why and until when, and which instances apply it. */
export function PolicyCard({ policy, instances }: { policy: Policy; instances: readonly Instance[] }) {
  const { mayRelease } = usePermissions();
  const sheet = usePolicySheet();
  const view = policyView(policy, useNow());
  const standing = policyStanding(policy, instances);
  const name = `${policy.service} → ${policy.dependency}`;
  return (
    <Card as="li" tone={policy.override ? (view.mark === 'bad' ? 'bad' : 'partial') : 'plain'}>
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2">
        <div className="min-w-0 flex-1 basis-56">
          <h2 className="flex flex-wrap items-baseline gap-x-3">
            <span className="font-semibold">{name}</span>
            <StateMark state={view.mark} className="text-sm">
              {view.word}
            </StateMark>
          </h2>
          {view.lines.length > 0 && (
            <dl className="mt-1 flex flex-wrap gap-x-5 gap-y-0.5">
              {view.lines.map(({ name: setting, value }) => (
                <div key={setting + value} className="flex gap-1.5">
                  <dt className="text-muted">{setting}</dt>
                  <dd className="font-medium">{value}</dd>
                </div>
              ))}
            </dl>
          )}
          {policy.override && (
            <p className="mt-0.5 text-sm text-muted">
              {view.until} · by {policy.override.setBy}: “{policy.override.reason}”
            </p>
          )}
          {standing.text && (
            <p role="status" className="mt-1">
              <StateMark state={standing.mark}>{standing.text}</StateMark>
            </p>
          )}
          {standing.refusals.map(({ text, ids }) => (
            <p key={text} className="mt-1 rounded-md border border-partial bg-partial-tint px-3 py-2 text-sm">
              <span className="font-mono">{ids.join(', ')}</span>: {text}
            </p>
          ))}
        </div>
        <div
          className={classes(
            'flex flex-col gap-1 md:flex-row-reverse md:items-center md:gap-3',
            (policy.override || !mayRelease) && 'max-md:w-full',
          )}
        >
          <div className={classes('flex gap-2', policy.override && 'max-md:*:flex-1')}>
            {policy.override && (
              <Button disabled={!mayRelease} aria-haspopup="dialog" onClick={() => sheet.openUnset(view.id)}>
                Take away<span className="sr-only"> the policy of {name}</span>
              </Button>
            )}
            <Button disabled={!mayRelease} aria-haspopup="dialog" onClick={() => sheet.openForm(view.id)}>
              {policy.override ? 'Change' : 'Set'}
              <span className="sr-only"> the policy of {name}</span>
            </Button>
          </div>
          <GateNote needs="release-manager" />
        </div>
      </div>
      {standing.lines.length > 0 ? (
        <Disclosure
          isOpen={standing.isWorthALook}
          summary={
            <span className="text-sm text-muted">
              {view.reach} · <span className="text-text">{standing.breakers}</span>
            </span>
          }
        >
          <GuardStandings lines={standing.lines} />
        </Disclosure>
      ) : (
        <p className="mt-1 text-sm text-muted">{view.reach}</p>
      )}
    </Card>
  );
}
