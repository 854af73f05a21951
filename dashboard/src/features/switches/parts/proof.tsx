'use client';
import type { Propagation, SwitchState } from '@breakwater/control-plane/contract';
import { useNow } from '../../../lib/use-now.ts';
import { Meter } from '../../../ui/meter.tsx';
import { StateMark } from '../../../ui/state-mark.tsx';
import { instanceProofs, propagationView } from '../propagation-view.ts';
import { usePropagation } from '../queries.ts';

interface ProofProps {
  state: SwitchState;
  /** Share of requests that get the feature, where it is known. */
  percent?: number;
}

/** A switch's state with what is proven of it; read out as confirmations come in. */
export function ProofLine({ state, percent, propagation }: ProofProps & { propagation: Propagation | null }) {
  const now = useNow();
  const view = propagationView(state, usePropagation(propagation), now, percent);
  return (
    <div role="status" aria-live="polite">
      <StateMark state={view.mark}>{view.phrase}</StateMark>
      {view.awaitedText && <p className="text-sm font-medium text-partial">{view.awaitedText}</p>}
    </div>
  );
}

/** The whole account of a change: the count, the time, and each instance. */
export function ProofPanel({ state, percent, propagation }: ProofProps & { propagation: Propagation }) {
  const followed = usePropagation(propagation) ?? propagation;
  const view = propagationView(state, followed, useNow(), percent);
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
          tone={view.mark === 'unknown' ? 'muted' : view.mark}
        />
      )}
      <InstanceProofs propagation={followed} />
    </div>
  );
}

/** Per instance when a change was delivered, held and in effect, and by what that is known. */
export function InstanceProofs({ propagation }: { propagation: Propagation }) {
  const lines = instanceProofs(propagation, useNow());
  if (lines.length === 0) return null;
  return (
    <ul aria-label="Instances" className="divide-y divide-line rounded-md border border-line text-sm">
      {lines.map((line) => (
        <li key={line.id} className="px-3 py-2">
          <div className="flex items-baseline justify-between gap-3">
            <span className="min-w-0 font-mono">{line.id}</span>
            <StateMark state={line.mark}>{line.word}</StateMark>
          </div>
          <p className="text-muted">{line.account}</p>
        </li>
      ))}
    </ul>
  );
}
