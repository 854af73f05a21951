'use client';
import type { Drill, Switch } from '@breakwater/control-plane/contract';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Awaited } from '../../../ui/awaited.tsx';
import { Button } from '../../../ui/button.tsx';
import { Disclosure } from '../../../ui/disclosure.tsx';
import { ProblemNote } from '../../../ui/problem-note.tsx';
import { ReasonField } from '../../../ui/reason-field.tsx';
import { Sheet, SheetActions, SheetText } from '../../../ui/sheet.tsx';
import { SheetForm } from '../../../ui/sheet-form.tsx';
import { When } from '../../../ui/when.tsx';
import { GateNote } from '../../session/parts/gate-note.tsx';
import { usePermissions } from '../../session/queries.ts';
import { useDrill } from '../actions.ts';
import { drillsQuery } from '../queries.ts';
import { DrillEvidence } from './drill-evidence.tsx';
import { ProvenMark } from './proven-mark.tsx';

/** Starts a drill and shows what it finds while it runs; below it what earlier ones have found. */
export function DrillSheet({ one, onClose }: { one: Switch; onClose: () => void }) {
  const drills = useQuery(drillsQuery(one.key));
  const start = useDrill(one.key);
  const known = drills.data?.drills ?? [];
  // The drill of this sheet stays in view when it has ended; otherwise only one that runs.
  const shown = known.find(({ id, endedAt }) => id === start.data?.id || endedAt === null) ?? start.data;
  const earlier = known.filter(({ id }) => id !== shown?.id);
  return (
    <Sheet
      open
      onClose={onClose}
      title={
        <>
          Drill of <span className="font-mono">{one.key}</span>
        </>
      }
    >
      <SheetText>
        For a minute, 1 % of the users get the fallback: {one.fallback || 'nothing in its place'}. It ends by
        itself, and a kill ends it at once.
      </SheetText>
      {!shown && (
        <p className="mt-2">
          <ProvenMark one={one} />
        </p>
      )}
      {shown && (
        <div role="status" className="mt-4 rounded-md border border-line bg-page p-3">
          <DrillEvidence drill={shown} />
        </div>
      )}
      <Awaited query={drills} what="Earlier drills" />
      <Earlier drills={earlier} />
      {shown ? (
        <SheetActions>
          <Button look="outline" onClick={onClose} className="col-span-2">
            {shown.endedAt === null ? 'Close, it goes on' : 'Done'}
          </Button>
        </SheetActions>
      ) : (
        <StartForm one={one} start={start} onClose={onClose} />
      )}
    </Sheet>
  );
}

function StartForm({
  one,
  start,
  onClose,
}: {
  one: Switch;
  start: ReturnType<typeof useDrill>;
  onClose: () => void;
}) {
  const { mayRespond } = usePermissions();
  const [reason, setReason] = useState('Routine drill');
  const isReady = reason.trim().length >= 3 && mayRespond && one.state === 'LIVE';
  return (
    <SheetForm
      onSubmit={() => {
        if (isReady) start.mutate({ reason: reason.trim() });
      }}
    >
      {one.state !== 'LIVE' && <p className="font-medium">Only a switch that is LIVE can be drilled.</p>}
      <ReasonField data-first-focus value={reason} onChange={setReason} />
      <ProblemNote error={start.error} />
      <GateNote needs="responder" />
      <SheetActions>
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" look="primary" busy={start.isPending} disabled={!isReady}>
          Start the drill
        </Button>
      </SheetActions>
    </SheetForm>
  );
}

function Earlier({ drills }: { drills: readonly Drill[] }) {
  if (drills.length === 0) return null;
  return (
    <ul aria-label="Earlier drills" className="mt-3 divide-y divide-line border-y border-line">
      {drills.slice(0, 5).map((drill, index) => (
        <li key={drill.id}>
          <Disclosure
            isOpen={index === 0}
            summary={
              <span className="text-sm">
                <When at={drill.startedAt} /> by {drill.startedBy}: {drill.verdict ?? 'running'}
              </span>
            }
          >
            <div className="pb-3">
              <DrillEvidence drill={drill} />
            </div>
          </Disclosure>
        </li>
      ))}
    </ul>
  );
}
