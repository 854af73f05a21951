'use client';
import type { Fault } from '@breakwater/control-plane/contract';
import { formatCountdown } from '../../../lib/time.ts';
import { useNow } from '../../../lib/use-now.ts';
import { Button } from '../../../ui/button.tsx';
import { Section } from '../../../ui/card.tsx';
import { Empty } from '../../../ui/empty.tsx';
import { ProblemNote } from '../../../ui/problem-note.tsx';
import { StateMark } from '../../../ui/state-mark.tsx';
import { GateNote } from '../../session/parts/gate-note.tsx';
import { useStopAllFaults, useStopFault } from '../actions.ts';
import { faultText } from '../fault-view.ts';

/** The faults at work, each with the time until it stops by itself, and one button that stops them all. */
export function ActiveFaults({ faults, mayAct }: { faults: readonly Fault[]; mayAct: boolean }) {
  const now = useNow();
  const stopOne = useStopFault();
  const stopAll = useStopAllFaults();
  return (
    <Section title="Active faults" aside={faults.length > 0 ? `${faults.length} at work` : undefined}>
      <div className="flex flex-col gap-3">
        <ProblemNote error={stopOne.error ?? stopAll.error} />
        {faults.length === 0 && <Empty title="No fault at work">The shop runs undisturbed.</Empty>}
        {faults.length > 0 && (
          <>
            <ul className="divide-y divide-line rounded-lg border border-bad bg-surface">
              {faults.map((fault) => (
                <li key={fault.id} className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
                  <div className="min-w-0 flex-1 basis-56">
                    <p>
                      <StateMark state="bad">{fault.service}</StateMark> {faultText(fault)}
                    </p>
                    <p className="text-sm text-muted">
                      stops by itself in {formatCountdown(fault.stopsAt, now)}
                    </p>
                  </div>
                  <Button
                    disabled={!mayAct}
                    busy={stopOne.isPending && stopOne.variables === fault.id}
                    onClick={() => stopOne.mutate(fault.id)}
                    aria-label={`Stop ${fault.kind} on ${fault.service}`}
                  >
                    Stop
                  </Button>
                </li>
              ))}
            </ul>
            <Button
              look="primary"
              disabled={!mayAct}
              busy={stopAll.isPending}
              onClick={() => stopAll.mutate()}
            >
              Stop all faults
            </Button>
            <GateNote needs="responder" />
          </>
        )}
      </div>
    </Section>
  );
}
