'use client';
import type { Switch } from '@breakwater/control-plane/contract';
import { useState } from 'react';
import { useNow } from '../../../lib/use-now.ts';
import { Button } from '../../../ui/button.tsx';
import { ProblemNote } from '../../../ui/problem-note.tsx';
import { ReasonField } from '../../../ui/reason-field.tsx';
import { Sheet, SheetActions, SheetText } from '../../../ui/sheet.tsx';
import { SheetForm } from '../../../ui/sheet-form.tsx';
import { useRenew } from '../actions.ts';
import { expiresInS, type TermChoice, termChoices, termHint, termView } from '../term-view.ts';
import { KeyTitle } from './key-title.tsx';
import { TermField } from './term-field.tsx';

const options = [{ value: 'same', text: 'As before' }, ...termChoices] as const;

/** Gives a kill a new term, counted from now. */
export function RenewSheet({ one, onClose }: { one: Switch; onClose: () => void }) {
  const renew = useRenew(one.key);
  const now = useNow();
  const [reason, setReason] = useState('Still needed');
  const [term, setTerm] = useState<TermChoice | 'same'>('same');
  const isTooShort = reason.trim().length < 3;
  return (
    <Sheet open onClose={onClose} title={<KeyTitle before="Renew the kill of" name={one.key} after="?" />}>
      <SheetText>
        {one.term
          ? `It ${termView(one.term, now).text}. A new term counts from now.`
          : 'It is not killed any more: there is nothing to renew.'}
      </SheetText>
      <SheetForm
        onSubmit={() => {
          if (isTooShort) return;
          renew.mutate(
            { reason: reason.trim(), ...(term !== 'same' && { expiresInS: expiresInS(term) }) },
            { onSuccess: onClose },
          );
        }}
      >
        <TermField
          value={term}
          options={options}
          hint={term === 'same' ? 'As long as it was given before.' : termHint(term)}
          onChange={setTerm}
        />
        <ReasonField
          data-first-focus
          hint="Kept in the audit log."
          value={reason}
          onChange={setReason}
          error={isTooShort ? 'Say in at least 3 characters why.' : undefined}
        />
        <ProblemNote error={renew.error} />
        <SheetActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary" busy={renew.isPending} disabled={isTooShort || !one.term}>
            Renew the kill
          </Button>
        </SheetActions>
      </SheetForm>
    </Sheet>
  );
}
