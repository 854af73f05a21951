'use client';
import type { Incident, Instance, Switch } from '@breakwater/control-plane/contract';
import { useState } from 'react';
import { Button } from '../../../ui/button.tsx';
import { TextField } from '../../../ui/field.tsx';
import { ProblemNote } from '../../../ui/problem-note.tsx';
import { Sheet, SheetText } from '../../../ui/sheet.tsx';
import { useKill } from '../actions.ts';
import { audience, prefilledReason } from '../switch-view.ts';
import { BeforeAfter } from './before-after.tsx';
import { ProofPanel } from './proof.tsx';

interface KillSheetProps {
  one: Switch;
  environment: string;
  incident: Incident | undefined;
  instances: readonly Instance[];
  onClose: () => void;
}

/** One sheet, one tap: what users lose, what they get instead, a reason that is already there. Then the proof. */
export function KillSheet({ one, environment, incident, instances, onClose }: KillSheetProps) {
  const kill = useKill(one.key);
  const [reason, setReason] = useState(() => prefilledReason(incident));
  const isTooShort = reason.trim().length < 3;

  if (kill.data) {
    return (
      <Sheet
        open
        onClose={onClose}
        title={<KeyTitle before="Killed" name={one.key} after={`in ${environment.toUpperCase()}`} />}
      >
        <ProofPanel state={kill.data.state} propagation={kill.data.propagation} />
        <Button look="outline" onClick={onClose} className="mt-4 w-full">
          Done
        </Button>
      </Sheet>
    );
  }

  return (
    <Sheet
      open
      onClose={onClose}
      title={<KeyTitle before="Kill" name={one.key} after={`in ${environment.toUpperCase()}?`} />}
    >
      <SheetText>{one.title}</SheetText>
      <form
        className="mt-3 flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          if (!isTooShort)
            kill.mutate({ reason: reason.trim(), ...(incident && { incidentId: incident.report.id }) });
        }}
      >
        <BeforeAfter
          rows={[
            ['State', one.state, 'KILLED'],
            ['Users get', one.sheds || 'the feature', one.fallback || 'nothing in its place'],
          ]}
        />
        <p className="text-sm text-muted">Reaches {audience(one.key, instances)}.</p>
        <TextField
          label="Reason"
          hint="Kept in the audit log."
          value={reason}
          onChange={(event) => setReason(event.target.value)}
          maxLength={500}
          error={isTooShort ? 'Say in at least 3 characters why.' : undefined}
        />
        <ProblemNote error={kill.error} />
        <div className="grid grid-cols-[auto_1fr] gap-3">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="danger" busy={kill.isPending} disabled={isTooShort}>
            Kill {one.key}
          </Button>
        </div>
      </form>
    </Sheet>
  );
}

/** A sheet's title around the key of a switch. */
export function KeyTitle({ before, name, after }: { before: string; name: string; after: string }) {
  return (
    <>
      {before} <span className="font-mono">{name}</span> {after}
    </>
  );
}
