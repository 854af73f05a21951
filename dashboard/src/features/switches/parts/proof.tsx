'use client';
import type { Propagation, SwitchState } from '@breakwater/control-plane/contract';
import { useNow } from '../../../lib/use-now.ts';
import { Meter } from '../../../ui/meter.tsx';
import { StateMark, StateShape } from '../../../ui/state-mark.tsx';
import { propagationView } from '../propagation-view.ts';
import { usePropagation } from '../queries.ts';

/** A switch's state with what is proven of it; read out as confirmations come in. */
export function ProofLine({ state, propagation }: { state: SwitchState; propagation: Propagation | null }) {
  const now = useNow();
  const view = propagationView(state, usePropagation(propagation), now);
  return (
    <div role="status" aria-live="polite">
      <StateMark state={view.mark}>{view.phrase}</StateMark>
      {view.awaitedText && <p className="text-sm font-medium text-partial">{view.awaitedText}</p>}
    </div>
  );
}

/** The whole account of a change: the count, the time, and each instance. */
export function ProofPanel({ state, propagation }: { state: SwitchState; propagation: Propagation }) {
  const followed = usePropagation(propagation) ?? propagation;
  const now = useNow();
  const view = propagationView(state, followed, now);
  return (
    <div className="mt-4 flex flex-col gap-3">
      <div role="status" aria-live="polite" className="text-lg">
        <StateMark state={view.mark}>{view.phrase}</StateMark>
        {view.awaitedText && <p className="text-base font-medium text-partial">{view.awaitedText}</p>}
      </div>
      {followed.total > 0 && (
        <Meter
          share={followed.confirmed / followed.total}
          label={`${followed.confirmed} of ${followed.total} instances confirmed`}
          tone={view.mark === 'partial' ? 'partial' : view.mark === 'bad' ? 'bad' : 'ok'}
        />
      )}
      <ul
        aria-label="Instances"
        className="max-h-64 divide-y divide-line overflow-y-auto rounded-md border border-line"
      >
        {followed.instances.map((instance) => (
          <li key={instance.id} className="flex items-baseline gap-2 px-3 py-2">
            <StateShape
              state={instance.confirmedMs === null ? 'partial' : 'ok'}
              className="translate-y-[0.1em]"
            />
            <span className="min-w-0 flex-1 font-mono text-sm">{instance.id}</span>
            <span className="text-sm text-muted">
              {instance.confirmedMs === null
                ? 'not confirmed'
                : `confirmed in ${Math.round(instance.confirmedMs)} ms`}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
