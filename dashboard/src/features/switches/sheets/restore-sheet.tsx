'use client';
import type { ChangeAccepted, Switch } from '@breakwater/control-plane/contract';
import { useState } from 'react';
import { isTyped } from '../../../lib/typed-key.ts';
import { Button } from '../../../ui/button.tsx';
import { Choices } from '../../../ui/choices.tsx';
import { ProblemNote } from '../../../ui/problem-note.tsx';
import { ReasonField } from '../../../ui/reason-field.tsx';
import { Sheet, SheetActions, SheetText } from '../../../ui/sheet.tsx';
import { SheetDone } from '../../../ui/sheet-done.tsx';
import { SheetForm } from '../../../ui/sheet-form.tsx';
import { TypedKeyField } from '../../../ui/typed-key-field.tsx';
import { useRestore } from '../actions.ts';
import { ProofPanel } from '../parts/proof.tsx';
import { RestoreStepper } from '../parts/restore-stepper.tsx';
import { stateWord } from '../state-view.ts';
import { usersGet } from '../switch-view.ts';
import { BeforeAfter } from './before-after.tsx';
import { KeyTitle } from './key-title.tsx';

interface RestoreSheetProps {
  one: Switch;
  environment: string;
  incidentId: string | undefined;
  onClose: () => void;
}

const paces = [
  { value: 'steps', text: 'In steps' },
  { value: 'at-once', text: 'All at once' },
] as const;
type Pace = (typeof paces)[number]['value'];

const paceHints: Record<Pace, string> = {
  steps:
    '5, 25 and 50 % of requests first, half a minute each. It waits while an incident or a new alert speaks against it.',
  'at-once': 'Everybody gets the feature back with this tap, whatever the alerts say.',
};

/** Giving a feature back may bring the trouble back, so the key is typed out first and the feature returns in steps. */
export function RestoreSheet({ one, environment, incidentId, onClose }: RestoreSheetProps) {
  const restore = useRestore(one.key);
  const [isUnderWay] = useState(one.state === 'RESTORING');
  const [pace, setPace] = useState<Pace>(isUnderWay ? 'at-once' : 'steps');
  const [reason, setReason] = useState('');
  const [typedKey, setTypedKey] = useState('');
  const isReady = isTyped(typedKey, one.key) && reason.trim().length >= 3;
  const place = environment.toUpperCase();
  const users = usersGet(one);

  if (restore.data) return <Restored one={one} accepted={restore.data} place={place} onClose={onClose} />;

  function submit(): void {
    if (!isReady) return;
    restore.mutate({
      reason: reason.trim(),
      confirmKey: one.key,
      ...(incidentId && { incidentId }),
      ...(pace === 'at-once' && { immediate: true }),
    });
  }

  return (
    <Sheet
      open
      onClose={onClose}
      title={
        <KeyTitle before="Restore" name={one.key} after={`${isUnderWay ? 'at once ' : ''}in ${place}?`} />
      }
    >
      <SheetText>Make sure that what it was killed for is over.</SheetText>
      <SheetForm onSubmit={submit}>
        <BeforeAfter
          rows={[
            ['State', stateWord(one.state, one.percent), pace === 'steps' ? 'RESTORING 5 %' : 'LIVE'],
            ['Users get', users.now, users.live],
          ]}
        />
        <div>
          {!isUnderWay && <Choices label="How" value={pace} options={paces} onChange={setPace} />}
          <p role="status" className="mt-1 text-sm text-muted">
            {paceHints[pace]}
          </p>
        </div>
        <ReasonField data-first-focus value={reason} onChange={setReason} />
        <TypedKeyField
          label={`Type ${one.key} to restore it`}
          wanted={one.key}
          value={typedKey}
          onChange={setTypedKey}
        />
        <ProblemNote error={restore.error} />
        <SheetActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary" busy={restore.isPending} disabled={!isReady}>
            Restore {one.key}
          </Button>
        </SheetActions>
      </SheetForm>
    </Sheet>
  );
}

/** What was accepted until the switch itself has moved on; then how it climbs. */
function Restored({
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
  const hasMoved = one.state !== 'KILLED' && one.propagation !== null;
  return (
    <Sheet
      open
      onClose={onClose}
      title={
        <KeyTitle
          before={one.state === 'RESTORING' ? 'Restoring' : 'Restored'}
          name={one.key}
          after={`in ${place}`}
        />
      }
    >
      <RestoreStepper one={one} />
      {hasMoved && one.propagation ? (
        <ProofPanel state={one.state} percent={one.percent} propagation={one.propagation} />
      ) : (
        <ProofPanel state={accepted.state} propagation={accepted.propagation} />
      )}
      <SheetDone onClose={onClose} />
    </Sheet>
  );
}
