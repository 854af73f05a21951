'use client';
import type { Drill } from '@breakwater/control-plane/contract';
import { useNow } from '../../../lib/use-now.ts';
import { Meter } from '../../../ui/meter.tsx';
import { StateMark } from '../../../ui/state-mark.tsx';
import { drillView } from '../drill-view.ts';

/** A drill: how long it still runs or what it has shown, with the counts behind that. */
export function DrillEvidence({ drill, isBrief = false }: { drill: Drill; isBrief?: boolean }) {
  const view = drillView(drill, useNow());
  return (
    <div className="flex flex-col gap-2">
      <p>
        <StateMark state={view.mark}>{view.word}</StateMark>
        <span className="text-muted"> · {view.text}</span>
      </p>
      {view.isRunning && (
        <Meter share={view.progress} label={`Drill of ${drill.key}, time passed`} tone="partial" />
      )}
      {view.figures.length > 0 && (
        <dl className="grid grid-cols-2 gap-x-4 gap-y-1 text-sm">
          {view.figures.map(({ name, value, mark }) => (
            <div key={name} className="min-w-0">
              <dt className="text-xs text-muted">{name}</dt>
              <dd>{mark ? <StateMark state={mark}>{value}</StateMark> : value}</dd>
            </div>
          ))}
        </dl>
      )}
      {!isBrief && view.instances.length > 0 && (
        <ul
          aria-label="Evidence of each instance"
          className="divide-y divide-line border-y border-line text-sm"
        >
          {view.instances.map(({ id, text, mark }) => (
            <li key={id} className="flex flex-wrap items-baseline justify-between gap-x-3 py-1.5">
              <StateMark state={mark}>
                <span className="font-mono">{id}</span>
              </StateMark>
              <span className="text-muted">{text}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
