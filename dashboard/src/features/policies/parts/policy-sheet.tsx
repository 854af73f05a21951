'use client';
import type { Instance, Policy, PolicySettings } from '@breakwater/control-plane/contract';
import { useState } from 'react';
import { ProblemError } from '../../../lib/problem-error.ts';
import { Button } from '../../../ui/button.tsx';
import { Disclosure } from '../../../ui/disclosure.tsx';
import { SelectField } from '../../../ui/field.tsx';
import { ProblemNote } from '../../../ui/problem-note.tsx';
import { ReasonField } from '../../../ui/reason-field.tsx';
import { Sheet, SheetActions, SheetText } from '../../../ui/sheet.tsx';
import { SheetForm } from '../../../ui/sheet-form.tsx';
import { usePutPolicy } from '../actions.ts';
import {
  bigSteps,
  draftOf,
  draftProblems,
  type PolicyDraft,
  settingsOf,
  toPutPolicy,
  ttlChoices,
} from '../policy-draft.ts';
import { fieldNames, fieldOf, type PolicyField } from '../policy-fields.ts';
import { presentPolicy } from '../policy-present.ts';
import { modeWords } from '../policy-view.ts';
import { NumberFields } from './number-fields.tsx';

const asTheCode = { value: '', text: 'As the code says' };
const modes = [
  asTheCode,
  { value: 'auto', text: 'Auto' },
  { value: 'observe', text: 'Observe only' },
  { value: 'forced_open', text: 'Forced open' },
  { value: 'forced_closed', text: 'Forced closed' },
];
const adaptives = [asTheCode, { value: 'yes', text: 'Yes' }, { value: 'no', text: 'No' }];
const hedges = [asTheCode, { value: 'after', text: 'After a while' }, { value: 'none', text: 'None' }];
const limits = [
  asTheCode,
  { value: 'token_bucket', text: 'Token bucket' },
  { value: 'sliding_window', text: 'Sliding window' },
  { value: 'none', text: 'None' },
];
const nothing: PolicySettings = {};

/** Sets bounds over what the code says, with a reason and an end; what is left empty stays with the code. */
export default function PolicySheet({
  policy,
  instances,
  onClose,
}: {
  policy: Policy;
  instances: readonly Instance[];
  onClose: () => void;
}) {
  const put = usePutPolicy(policy);
  const inForce = policy.override?.settings ?? nothing;
  const present = presentPolicy(policy, instances);
  const [draft, setDraft] = useState<PolicyDraft>(() => draftOf(inForce));
  const [isTried, setTried] = useState(false);
  const set = (change: Partial<PolicyDraft>) => setDraft((before) => ({ ...before, ...change }));
  const problems = draftProblems(draft);
  const shown = isTried ? problems : {};
  const steps = bigSteps(inForce, settingsOf(draft));
  const isStepRefused = put.error instanceof ProblemError && put.error.code === 'policy.step_too_big';
  const isStepAsked = steps.length > 0 || isStepRefused;
  const isWrong = (group: PolicyField['group']) =>
    fieldNames.some((name) => fieldOf(name).group === group && shown[name]);
  const numbers = {
    draft,
    problems: shown,
    present: present.numbers,
    onChange: (change: Partial<PolicyDraft['numbers']>) => set({ numbers: { ...draft.numbers, ...change } }),
  };

  function submit(): void {
    setTried(true);
    if (Object.keys(problems).length > 0 || (isStepAsked && !draft.isStepMeant)) return;
    put.mutate(toPutPolicy(draft), { onSuccess: onClose });
  }

  return (
    <Sheet open onClose={onClose} title={`Policy of ${policy.service} → ${policy.dependency}`}>
      <SheetText>
        It holds on every instance at once and ends by itself. What is left empty stays as the code says.
      </SheetText>
      <SheetForm onSubmit={submit}>
        <SelectField
          label="Breaker"
          hint={[present.mode, draft.mode && modeWords[draft.mode].effect].filter(Boolean).join(' · ')}
          options={modes}
          value={draft.mode}
          onChange={(event) => set({ mode: event.target.value as PolicyDraft['mode'] })}
        />
        <div className="grid grid-cols-2 gap-3">
          <NumberFields group="Call" {...numbers} />
        </div>
        <SelectField
          label="Calls at once follow the latency"
          options={adaptives}
          value={draft.adaptive}
          onChange={(event) => set({ adaptive: event.target.value as PolicyDraft['adaptive'] })}
        />
        <Group title="When the breaker opens" isOpen={inForce.breaker !== undefined || isWrong('Breaker')}>
          <NumberFields group="Breaker" {...numbers} />
        </Group>
        <Group title="Retries and the second call" isOpen={hasRetries(inForce) || isWrong('Retries')}>
          <SelectField
            label="Second call"
            options={hedges}
            value={draft.hedge}
            onChange={(event) => set({ hedge: event.target.value as PolicyDraft['hedge'] })}
          />
          <NumberFields group="Retries" {...numbers} />
        </Group>
        <Group title="Rate limit" isOpen={inForce.rateLimit !== undefined || isWrong('Rate limit')}>
          <SelectField
            label="Kind"
            options={limits}
            value={draft.limit}
            onChange={(event) => set({ limit: event.target.value as PolicyDraft['limit'] })}
            className="col-span-2"
          />
          <NumberFields group="Rate limit" {...numbers} />
        </Group>
        <SelectField
          label="Lasts"
          hint="Then the code rules again by itself."
          options={ttlChoices}
          value={draft.ttlS}
          onChange={(event) => set({ ttlS: event.target.value })}
        />
        <ReasonField error={shown.reason} value={draft.reason} onChange={(reason) => set({ reason })} />
        {isStepAsked && (
          <StepConfirmation
            labels={steps}
            isMeant={draft.isStepMeant}
            isMissing={isTried && !draft.isStepMeant}
            onChange={(isStepMeant) => set({ isStepMeant })}
          />
        )}
        {shown.settings && (
          <p role="alert" data-problem tabIndex={-1} className="font-medium text-bad">
            {shown.settings}
          </p>
        )}
        {Object.keys(shown).length > 0 && !shown.settings && (
          <p role="alert" className="font-medium text-bad">
            Mend what is marked above.
          </p>
        )}
        {!(isStepRefused && draft.isStepMeant) && <ProblemNote error={put.error} />}
        <SheetActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            look={draft.mode === 'forced_open' ? 'danger' : 'primary'}
            busy={put.isPending}
          >
            Set the policy
          </Button>
        </SheetActions>
      </SheetForm>
    </Sheet>
  );
}

function hasRetries({ retry, hedgeAfterMs }: PolicySettings): boolean {
  return retry !== undefined || hedgeAfterMs !== undefined;
}

function Group({ title, isOpen, children }: { title: string; isOpen: boolean; children: React.ReactNode }) {
  return (
    <Disclosure isOpen={isOpen} summary={<span className="font-medium">{title}</span>}>
      <div className="grid grid-cols-2 gap-3 pt-1">{children}</div>
    </Disclosure>
  );
}

function StepConfirmation({
  labels,
  isMeant,
  isMissing,
  onChange,
}: {
  labels: readonly string[];
  isMeant: boolean;
  isMissing: boolean;
  onChange: (isMeant: boolean) => void;
}) {
  return (
    <label className="flex items-start gap-3 rounded-md border border-partial bg-partial-tint px-3 py-2.5">
      <input
        type="checkbox"
        checked={isMeant}
        aria-invalid={isMissing || undefined}
        onChange={(event) => onChange(event.target.checked)}
        className="mt-0.5 size-5 shrink-0 accent-(--accent)"
      />
      <span>
        I mean this step: {labels.length > 0 ? `${labels.join(', ')} ` : 'a number '}
        moves by more than twice or less than half of what is in force.
        {isMissing && <span className="block font-medium text-bad">Tick this to go on.</span>}
      </span>
    </label>
  );
}
