'use client';
import type { Rollout } from '@breakwater/control-plane/contract';
import { useState } from 'react';
import { isTyped } from '../../../lib/typed-key.ts';
import { Button } from '../../../ui/button.tsx';
import { ProblemNote } from '../../../ui/problem-note.tsx';
import { ReasonField } from '../../../ui/reason-field.tsx';
import { Sheet, SheetActions, SheetText } from '../../../ui/sheet.tsx';
import { SheetForm } from '../../../ui/sheet-form.tsx';
import { TypedKeyField } from '../../../ui/typed-key-field.tsx';
import { useRolloutVerb } from '../actions.ts';
import type { RolloutVerb } from '../rollout-view.ts';
import { verbWords } from '../verb-words.ts';

/** Asks for the reason, and for the typed key where the share rises. */
export function VerbSheet({
  rollout,
  verb,
  onClose,
}: {
  rollout: Rollout;
  verb: RolloutVerb;
  onClose: () => void;
}) {
  const words = verbWords[verb];
  const act = useRolloutVerb(rollout.id, verb);
  const [reason, setReason] = useState(words.reason);
  const [typedKey, setTypedKey] = useState('');
  const isReady = reason.trim().length >= 3 && (!words.needsKey || isTyped(typedKey, rollout.flag));
  return (
    <Sheet
      open
      onClose={onClose}
      title={
        <>
          {words.button} <span className="font-mono">{rollout.flag}</span>?
        </>
      }
    >
      <SheetText>{words.effect(rollout)}</SheetText>
      <SheetForm
        onSubmit={() => {
          if (!isReady) return;
          act.mutate(
            { reason: reason.trim(), ...(words.needsKey && { confirmKey: rollout.flag }) },
            { onSuccess: onClose },
          );
        }}
      >
        <ReasonField value={reason} onChange={setReason} />
        {words.needsKey && (
          <TypedKeyField
            label={`Type ${rollout.flag} to confirm`}
            wanted={rollout.flag}
            value={typedKey}
            onChange={setTypedKey}
          />
        )}
        <ProblemNote error={act.error} />
        <SheetActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            look={words.look === 'quiet' ? 'primary' : words.look}
            busy={act.isPending}
            disabled={!isReady}
          >
            {words.button} {rollout.flag}
          </Button>
        </SheetActions>
      </SheetForm>
    </Sheet>
  );
}
