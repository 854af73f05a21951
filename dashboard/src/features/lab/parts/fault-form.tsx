'use client';
import type { FaultRequest, Lab } from '@breakwater/control-plane/contract';
import { useId, useState } from 'react';
import { Button } from '../../../ui/button.tsx';
import { Choices } from '../../../ui/choices.tsx';
import { SelectField, TextField } from '../../../ui/field.tsx';
import { ProblemNote } from '../../../ui/problem-note.tsx';
import { GateNote } from '../../session/parts/gate-note.tsx';
import { usePermissions } from '../../session/queries.ts';
import { useInjectFault } from '../actions.ts';
import { type FaultDraft, faultProblems, stopChoices, toFaultRequest } from '../fault-view.ts';

const kinds: { value: FaultRequest['kind']; text: string }[] = [
  { value: 'latency', text: 'Latency' },
  { value: 'errors', text: 'Errors' },
  { value: 'down', text: 'Down' },
];

/** A fault to inject: where, what, how much, and always for how long. */
export function FaultForm({ services, flags }: { services: Lab['services']; flags: readonly string[] }) {
  const { mayRespond } = usePermissions();
  const inject = useInjectFault();
  const listId = useId();
  const [isTried, setTried] = useState(false);
  const [draft, setDraft] = useState<FaultDraft>({
    service: '',
    kind: 'latency',
    latencyMs: '400',
    percent: '100',
    whenFlag: '',
    stopAfterS: '120',
  });
  const set = (change: Partial<FaultDraft>) => setDraft((before) => ({ ...before, ...change }));
  const problems = faultProblems(draft);
  const shown = isTried ? problems : {};

  return (
    <form
      noValidate
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (Object.keys(problems).length === 0)
          inject.mutate(toFaultRequest(draft), { onSuccess: () => setTried(false) });
      }}
    >
      <div className="grid items-start gap-4 md:grid-cols-2">
        <SelectField
          label="Service"
          value={draft.service}
          onChange={(event) => set({ service: event.target.value })}
          options={[
            { value: '', text: 'Choose a service' },
            ...services.map((value) => ({ value, text: value })),
          ]}
          error={shown.service}
        />
        <div className="flex flex-col gap-1">
          <span aria-hidden="true" className="font-medium">
            Kind
          </span>
          <Choices label="Kind" value={draft.kind} options={kinds} onChange={(kind) => set({ kind })} />
        </div>
        {draft.kind === 'latency' && (
          <TextField
            label="Added latency in ms"
            inputMode="numeric"
            value={draft.latencyMs}
            onChange={(event) => set({ latencyMs: event.target.value.trim() })}
            error={shown.latencyMs}
          />
        )}
        {draft.kind !== 'down' && (
          <TextField
            label="Share of requests in %"
            inputMode="decimal"
            value={draft.percent}
            onChange={(event) => set({ percent: event.target.value.trim() })}
            error={shown.percent}
          />
        )}
        <SelectField
          label="Stops by itself after"
          value={draft.stopAfterS}
          onChange={(event) => set({ stopAfterS: event.target.value })}
          options={stopChoices}
        />
        <TextField
          label="Only where this flag is on"
          hint="Empty: every request. A bad code path behind a flag otherwise."
          list={listId}
          value={draft.whenFlag}
          onChange={(event) => set({ whenFlag: event.target.value })}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          className="md:last:odd:col-span-2"
        />
      </div>
      <datalist id={listId}>
        {flags.map((flag) => (
          <option key={flag} value={flag} />
        ))}
      </datalist>
      <ProblemNote error={inject.error} />
      <Button
        type="submit"
        look="danger"
        busy={inject.isPending}
        disabled={!mayRespond}
        className="md:self-start"
      >
        Inject fault
      </Button>
      <GateNote needs="responder" />
    </form>
  );
}
