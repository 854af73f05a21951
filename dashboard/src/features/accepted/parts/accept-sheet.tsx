'use client';
import type { Alert } from '@breakwater/control-plane/contract';
import { useState } from 'react';
import { Button } from '../../../ui/button.tsx';
import { TextAreaField } from '../../../ui/field.tsx';
import { ProblemNote } from '../../../ui/problem-note.tsx';
import { Sheet, SheetActions, SheetText } from '../../../ui/sheet.tsx';
import { SheetForm } from '../../../ui/sheet-form.tsx';
import { alertId, consequenceText } from '../accepted-view.ts';
import { useAccept } from '../actions.ts';

const leastCharacters = 3;

/** Asks why an alert is no anomaly, and says what follows from that. */
export function AcceptSheet({
  incidentId,
  alert,
  name,
  onClose,
}: {
  incidentId: string;
  alert: Alert;
  name: string;
  onClose: () => void;
}) {
  const accept = useAccept(incidentId, alertId(alert));
  const [note, setNote] = useState('');
  const isReady = note.trim().length >= leastCharacters;
  const direction = (alert.extreme ?? alert.value) < alert.expected ? -1 : 1;
  return (
    <Sheet open onClose={onClose} title="Call this no anomaly?">
      <SheetText>
        About the {name}. {consequenceText({ kind: alert.kind, direction })} It can be taken back here and
        under Metrics.
      </SheetText>
      <SheetForm
        onSubmit={() => {
          if (isReady) accept.mutate({ note: note.trim() });
        }}
      >
        <TextAreaField
          label="Why it is normal"
          hint={`At least ${leastCharacters} characters; kept in the timeline and in the audit.`}
          value={note}
          onChange={(event) => setNote(event.target.value)}
          maxLength={2000}
          rows={3}
        />
        <ProblemNote error={accept.error} />
        <SheetActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary" busy={accept.isPending} disabled={!isReady}>
            No anomaly
          </Button>
        </SheetActions>
      </SheetForm>
    </Sheet>
  );
}
