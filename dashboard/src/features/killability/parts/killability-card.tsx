'use client';
import type { Killability } from '@breakwater/control-plane/contract';
import { useQuery } from '@tanstack/react-query';
import { useNow } from '../../../lib/use-now.ts';
import { Awaited } from '../../../ui/awaited.tsx';
import { Card } from '../../../ui/card.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { StateMark } from '../../../ui/state-mark.tsx';
import { killabilityView } from '../killability-view.ts';
import { killabilityQuery } from '../queries.ts';

/** How many instances could be killed right now, and who not and why: known before it is needed. */
export function KillabilityCard() {
  const killability = useQuery(killabilityQuery);
  return (
    <>
      <Awaited query={killability} what="Killability">
        <Skeleton className="h-24" />
      </Awaited>
      {killability.data && <Figure killability={killability.data} />}
    </>
  );
}

function Figure({ killability }: { killability: Killability }) {
  const view = killabilityView(killability, useNow());
  return (
    <Card tone={view.mark === 'bad' ? 'bad' : view.mark === 'partial' ? 'partial' : 'plain'}>
      <div role="status" aria-live="polite">
        <StateMark state={view.mark} className="text-lg">
          {view.text}
        </StateMark>
      </div>
      {view.unkillable.length === 0 ? (
        <p className="mt-1 text-sm text-muted">Every instance that is heard of follows a flip at once.</p>
      ) : (
        <ul aria-label="Cannot be killed now" className="mt-2 flex flex-col gap-2 text-sm">
          {view.unkillable.map(({ id, service, mark, detail }) => (
            <li key={id}>
              <StateMark state={mark}>
                <span className="font-mono">{id}</span>
              </StateMark>{' '}
              <span className="text-muted">
                of {service}: {detail}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
