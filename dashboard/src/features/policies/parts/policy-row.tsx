'use client';
import type { Policy } from '@breakwater/control-plane/contract';
import { useNow } from '../../../lib/use-now.ts';
import { Button } from '../../../ui/button.tsx';
import { StateMark } from '../../../ui/state-mark.tsx';
import { usePermissions } from '../../session/queries.ts';
import { policyView } from '../policy-view.ts';
import { usePolicySheet } from '../use-policy-sheet.ts';

/** One guarded call: what is set over its code, by whom, why and until when. */
export function PolicyRow({ policy }: { policy: Policy }) {
  const { mayRelease, session } = usePermissions();
  const sheet = usePolicySheet();
  const view = policyView(policy, useNow());
  const name = `${policy.service} → ${policy.dependency}`;
  const title = session && !mayRelease ? 'Needs the role release-manager or higher' : undefined;
  return (
    <li className="flex flex-col gap-3 px-3.5 py-3 md:flex-row md:items-start md:justify-between md:gap-6">
      <div className="min-w-0 flex-1">
        <h3 className="flex flex-wrap items-baseline gap-x-3">
          <span className="font-medium">{name}</span>
          <StateMark state={view.mark} className="text-sm">
            {view.word}
          </StateMark>
        </h3>
        {view.lines.length > 0 && (
          <dl className="mt-1 flex flex-wrap gap-x-5 gap-y-0.5 text-sm">
            {view.lines.map(({ name: setting, value }) => (
              <div key={setting + value} className="flex gap-1.5">
                <dt className="text-muted">{setting}</dt>
                <dd className="font-medium">{value}</dd>
              </div>
            ))}
          </dl>
        )}
        {policy.override && (
          <p className="text-sm text-muted">
            {view.until} · by {policy.override.setBy}: “{policy.override.reason}”
          </p>
        )}
        <p className="text-sm text-muted">{view.reach}</p>
      </div>
      <div className="flex gap-2 max-md:*:flex-1">
        {policy.override && (
          <Button
            disabled={!mayRelease}
            title={title}
            aria-haspopup="dialog"
            onClick={() => sheet.openUnset(view.id)}
          >
            Take away<span className="sr-only"> the policy of {name}</span>
          </Button>
        )}
        <Button
          disabled={!mayRelease}
          title={title}
          aria-haspopup="dialog"
          onClick={() => sheet.openForm(view.id)}
        >
          {policy.override ? 'Change' : 'Set'}
          <span className="sr-only"> the policy of {name}</span>
        </Button>
      </div>
    </li>
  );
}
