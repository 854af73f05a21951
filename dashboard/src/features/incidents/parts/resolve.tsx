'use client';
import type { Incident } from '@breakwater/control-plane/contract';
import { parseAsBoolean, useQueryState } from 'nuqs';
import { useCallback, useEffect, useState } from 'react';
import { sheetEntry } from '../../../lib/sheet-entry.ts';
import { Button } from '../../../ui/button.tsx';
import { TextAreaField } from '../../../ui/field.tsx';
import { ProblemNote } from '../../../ui/problem-note.tsx';
import { Sheet, SheetActions, SheetText } from '../../../ui/sheet.tsx';
import { SheetForm } from '../../../ui/sheet-form.tsx';
import { usePermissions } from '../../session/queries.ts';
import { useResolve } from '../actions.ts';

/** Opens the sheet that closes the incident; gone once it is closed. */
export function Resolve({ incident, className }: { incident: Incident; className?: string }) {
  const { mayRespond } = usePermissions();
  const [isOpen, setOpen] = useQueryState(
    'resolve',
    parseAsBoolean.withDefault(false).withOptions({ scroll: false }),
  );
  const close = useCallback(() => sheetEntry.close(() => setOpen(null)), [setOpen]);
  const isResolved = incident.status === 'resolved';
  // Once resolved, here or by somebody else, nothing of the sheet stays in the address.
  useEffect(() => {
    if (isOpen && isResolved) close();
  }, [isOpen, isResolved, close]);
  if (isResolved) return null;
  return (
    <>
      <Button
        disabled={!mayRespond}
        aria-haspopup="dialog"
        className={className}
        onClick={() => sheetEntry.open(isOpen, (history) => setOpen(true, { history }))}
      >
        Resolve
      </Button>
      {isOpen && <ResolveSheet incident={incident} onClose={close} />}
    </>
  );
}

function ResolveSheet({ incident, onClose }: { incident: Incident; onClose: () => void }) {
  const resolve = useResolve(incident.report.id);
  const [note, setNote] = useState('');
  const lasting = incident.report.alerts.filter(({ endsAt }) => endsAt === null).length;
  const isReady = note.trim().length >= 3;
  return (
    <Sheet open onClose={onClose} title="Resolve this incident?">
      <SheetText>
        {lasting > 0
          ? `${lasting} of its alerts still last. Resolve it only if you know why.`
          : 'All its alerts have ended. Say what was learnt, for those who read it later.'}
      </SheetText>
      <SheetForm
        onSubmit={() => {
          if (isReady) resolve.mutate({ note: note.trim() }, { onSuccess: onClose });
        }}
      >
        <TextAreaField
          label="What was learnt"
          hint="At least 3 characters; kept in the timeline."
          value={note}
          onChange={(event) => setNote(event.target.value)}
          maxLength={2000}
          rows={4}
        />
        <ProblemNote error={resolve.error} />
        <SheetActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary" busy={resolve.isPending} disabled={!isReady}>
            Resolve incident
          </Button>
        </SheetActions>
      </SheetForm>
    </Sheet>
  );
}
