'use client';
import type { Switch } from '@breakwater/control-plane/contract';
import { useState } from 'react';
import { Button } from '../../../ui/button.tsx';
import { TextField } from '../../../ui/field.tsx';
import { ProblemNote } from '../../../ui/problem-note.tsx';
import { Sheet, SheetText } from '../../../ui/sheet.tsx';
import { useRestore } from '../actions.ts';
import { BeforeAfter } from './before-after.tsx';
import { KeyTitle } from './kill-sheet.tsx';
import { ProofPanel } from './proof.tsx';

interface RestoreSheetProps {
  one: Switch;
  environment: string;
  incidentId: string | undefined;
  onClose: () => void;
}

/** Giving a feature back may bring the trouble back, so the key is typed out first. */
export function RestoreSheet({ one, environment, incidentId, onClose }: RestoreSheetProps) {
  const restore = useRestore(one.key);
  const [reason, setReason] = useState('');
  const [typedKey, setTypedKey] = useState('');
  const isReady = typedKey.trim() === one.key && reason.trim().length >= 3;

  if (restore.data) {
    return (
      <Sheet
        open
        onClose={onClose}
        title={<KeyTitle before="Restored" name={one.key} after={`in ${environment.toUpperCase()}`} />}
      >
        <ProofPanel state={restore.data.state} propagation={restore.data.propagation} />
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
      title={<KeyTitle before="Restore" name={one.key} after={`in ${environment.toUpperCase()}?`} />}
    >
      <SheetText>
        Make sure that what it was killed for is over: users get the feature back at once.
      </SheetText>
      <form
        className="mt-3 flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady) {
            restore.mutate({
              reason: reason.trim(),
              confirmKey: typedKey.trim(),
              ...(incidentId && { incidentId }),
            });
          }
        }}
      >
        <BeforeAfter
          rows={[
            ['State', one.state, 'LIVE'],
            ['Users get', one.fallback || 'nothing in its place', one.sheds || 'the feature'],
          ]}
        />
        <TextField
          label="Reason"
          hint="At least 3 characters; kept in the audit log."
          value={reason}
          onChange={(event) => setReason(event.target.value)}
          maxLength={500}
        />
        <TextField
          label={`Type ${one.key} to restore it`}
          value={typedKey}
          onChange={(event) => setTypedKey(event.target.value)}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
        />
        <ProblemNote error={restore.error} />
        <div className="grid grid-cols-[auto_1fr] gap-3">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary" busy={restore.isPending} disabled={!isReady}>
            Restore {one.key}
          </Button>
        </div>
      </form>
    </Sheet>
  );
}
