'use client';
import type { Switch } from '@breakwater/control-plane/contract';
import { useNow } from '../../../lib/use-now.ts';
import { StageRuler } from '../../rollouts/parts/stage-ruler.tsx';
import { restoreView } from '../restore-view.ts';

/** How far a stepwise restore has climbed, and what holds it; nothing where none is under way. */
export function RestoreStepper({ one }: { one: Switch }) {
  const view = restoreView(one, useNow());
  if (!view) return null;
  return (
    <div className="mt-2 max-w-xl">
      {view.steps.length > 0 && <StageRuler stages={view.steps} tone={view.isHeld ? 'partial' : 'ok'} />}
      <p className={view.isHeld ? 'mt-1 font-medium text-partial' : 'mt-1 text-sm text-muted'}>{view.next}</p>
    </div>
  );
}
