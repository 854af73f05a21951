'use client';
import type { Rollout } from '@breakwater/control-plane/contract';
import { useState } from 'react';
import { Button } from '../../../ui/button.tsx';
import { TextField } from '../../../ui/field.tsx';
import { ProblemNote } from '../../../ui/problem-note.tsx';
import { ReasonField } from '../../../ui/reason-field.tsx';
import { Sheet, SheetText } from '../../../ui/sheet.tsx';
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
  const isReady = reason.trim().length >= 3 && (!words.needsKey || typedKey.trim() === rollout.flag);
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
      <form
        className="mt-3 flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          if (!isReady) return;
          act.mutate(
            { reason: reason.trim(), ...(words.needsKey && { confirmKey: typedKey.trim() }) },
            { onSuccess: onClose },
          );
        }}
      >
        <ReasonField value={reason} onChange={setReason} />
        {words.needsKey && (
          <TextField
            label={`Type ${rollout.flag} to confirm`}
            value={typedKey}
            onChange={(event) => setTypedKey(event.target.value)}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
          />
        )}
        <ProblemNote error={act.error} />
        <div className="grid grid-cols-[auto_1fr] gap-3">
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            look={words.look === 'quiet' ? 'primary' : words.look}
            busy={act.isPending}
            disabled={!isReady}
          >
            {words.button} {rollout.flag}
          </Button>
        </div>
      </form>
    </Sheet>
  );
}
