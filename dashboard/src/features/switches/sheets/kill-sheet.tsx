'use client';
import type { ChangeAccepted, Incident, Switch } from '@breakwater/control-plane/contract';
import { useState } from 'react';
import { Button } from '../../../ui/button.tsx';
import { ProblemNote } from '../../../ui/problem-note.tsx';
import { ReasonField } from '../../../ui/reason-field.tsx';
import { Sheet, SheetActions, SheetText } from '../../../ui/sheet.tsx';
import { SheetDone } from '../../../ui/sheet-done.tsx';
import { SheetForm } from '../../../ui/sheet-form.tsx';
import { useKill } from '../actions.ts';
import { BlastRadius } from '../parts/blast-radius.tsx';
import { ProofPanel } from '../parts/proof.tsx';
import { TermLine } from '../parts/term-line.tsx';
import { stateWord } from '../state-view.ts';
import { prefilledReason, tierWords, usersGet } from '../switch-view.ts';
import { expiresInS, type TermChoice, termChoices, termHint } from '../term-view.ts';
import { BeforeAfter } from './before-after.tsx';
import { KeyTitle } from './key-title.tsx';
import { TermField } from './term-field.tsx';

interface KillSheetProps {
  one: Switch;
  environment: string;
  incident: Incident | undefined;
  onClose: () => void;
}

/** One sheet, one tap: what users get instead, for how long, why and what is expected stand in sight with the button; below them what it touches. Then the proof. */
export function KillSheet({ one, environment, incident, onClose }: KillSheetProps) {
  const kill = useKill(one.key);
  const [reason, setReason] = useState(() => prefilledReason(incident));
  const [term, setTerm] = useState<TermChoice>('open');
  const isTooShort = reason.trim().length < 3;
  const place = environment.toUpperCase();
  const users = usersGet(one);

  if (kill.data) return <Killed one={one} accepted={kill.data} place={place} onClose={onClose} />;

  function submit(): void {
    if (isTooShort) return;
    const seconds = expiresInS(term);
    kill.mutate({
      reason: reason.trim(),
      ...(incident && { incidentId: incident.report.id }),
      ...(seconds !== null && { expiresInS: seconds }),
    });
  }

  return (
    <Sheet open onClose={onClose} title={<KeyTitle before="Kill" name={one.key} after={`in ${place}?`} />}>
      <SheetText>
        {one.title} · tier {one.tier}, {tierWords[one.tier]}
      </SheetText>
      <SheetForm onSubmit={submit}>
        <BeforeAfter
          rows={[
            ['State', stateWord(one.state, one.percent), 'KILLED'],
            ['Users get', users.now, users.killed],
          ]}
        />
        <TermField value={term} options={termChoices} hint={termHint(term)} onChange={setTerm} />
        <ReasonField
          data-first-focus
          hint="Kept in the audit log."
          value={reason}
          onChange={setReason}
          error={isTooShort ? 'Say in at least 3 characters why.' : undefined}
        />
        {one.expectedEffect && (
          <p className="text-sm">
            <span className="text-muted">Expected: </span>
            {one.expectedEffect}
          </p>
        )}
        <BlastRadius one={one} />
        <ProblemNote error={kill.error} />
        <SheetActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="danger" busy={kill.isPending} disabled={isTooShort}>
            Kill {one.key}
          </Button>
        </SheetActions>
      </SheetForm>
    </Sheet>
  );
}

function Killed({
  one,
  accepted,
  place,
  onClose,
}: {
  one: Switch;
  accepted: ChangeAccepted;
  place: string;
  onClose: () => void;
}) {
  return (
    <Sheet open onClose={onClose} title={<KeyTitle before="Killed" name={one.key} after={`in ${place}`} />}>
      {accepted.journaled && (
        <p className="mt-3 rounded-md border border-partial bg-partial-tint px-3 py-2">
          {accepted.journaled.note}
        </p>
      )}
      <ProofPanel state={accepted.state} propagation={accepted.propagation} />
      <div className="mt-3">
        <TermLine one={one} />
      </div>
      <SheetDone onClose={onClose} />
    </Sheet>
  );
}
