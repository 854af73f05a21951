'use client';
import type { Policy } from '@breakwater/control-plane/contract';
import { useState } from 'react';
import { Button } from '../../../ui/button.tsx';
import { ProblemNote } from '../../../ui/problem-note.tsx';
import { ReasonField } from '../../../ui/reason-field.tsx';
import { Sheet, SheetActions, SheetText } from '../../../ui/sheet.tsx';
import { SheetForm } from '../../../ui/sheet-form.tsx';
import { useUnsetPolicy } from '../actions.ts';

/** Takes an override away before its time. */
export function UnsetSheet({ policy, onClose }: { policy: Policy; onClose: () => void }) {
  const unset = useUnsetPolicy(policy);
  const [reason, setReason] = useState('No longer needed');
  const isReady = reason.trim().length >= 3;
  return (
    <Sheet open onClose={onClose} title={`Back to the code for ${policy.service} → ${policy.dependency}?`}>
      <SheetText>Every instance takes the numbers of its code again within a second or so.</SheetText>
      <SheetForm
        onSubmit={() => {
          if (isReady) unset.mutate({ reason: reason.trim() }, { onSuccess: onClose });
        }}
      >
        <ReasonField value={reason} onChange={setReason} />
        <ProblemNote error={unset.error} />
        <SheetActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary" busy={unset.isPending} disabled={!isReady}>
            Take the policy away
          </Button>
        </SheetActions>
      </SheetForm>
    </Sheet>
  );
}
