'use client';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { ProblemError } from '../../lib/problem-error.ts';
import { Button, buttonClasses } from '../../ui/button.tsx';
import { SelectField, TextField } from '../../ui/field.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { useFirstProblem } from '../../ui/use-first-problem.ts';
import { servicesQuery } from '../services/queries.ts';
import { GateNote } from '../session/parts/gate-note.tsx';
import { usePermissions } from '../session/queries.ts';
import { instancesQuery, switchesQuery } from '../switches/queries.ts';
import { useCreateRollout } from './actions.ts';
import { flagChoices, servicesAsking } from './flag-choices.ts';
import { FlagField, RolloutLink } from './parts/flag-field.tsx';
import { ServicesField } from './parts/services-field.tsx';
import { StagesField } from './parts/stages-field.tsx';
import { type PlanDraft, planProblems, presets, toRequest } from './plan.ts';
import { rolloutsQuery } from './queries.ts';
import { rolloutInTheWay } from './rollout-list.ts';

const stickinesses = [
  { value: 'userId', text: 'User' },
  { value: 'sessionId', text: 'Session' },
  { value: 'default', text: 'User, else session, else chance' },
];

/** The draft as it was typed; its services are those that ask for the flag until somebody has chosen others. */
type TypedPlan = Omit<PlanDraft, 'services'> & { services: string[] | null };

/** Plans a rollout; it changes nothing for users before it is started. */
export function NewRolloutPage() {
  const router = useRouter();
  const { mayRelease } = usePermissions();
  const services = useQuery(servicesQuery).data?.services ?? [];
  const instances = useQuery(instancesQuery).data?.instances;
  const switches = useQuery(switchesQuery).data?.switches;
  const rollouts = useQuery(rolloutsQuery).data?.rollouts;
  const create = useCreateRollout();
  const problem = useFirstProblem();
  const [isTried, setTried] = useState(false);
  const [typed, setTyped] = useState<TypedPlan>({
    flag: '',
    title: '',
    services: null,
    stickiness: 'userId',
    stages: [...presets.careful],
  });
  const set = (change: Partial<TypedPlan>) => setTyped((before) => ({ ...before, ...change }));
  const draft: PlanDraft = { ...typed, services: typed.services ?? servicesAsking(typed.flag, instances) };
  const problems = planProblems(draft);
  const shown = isTried ? problems : {};
  const isSent = create.isPending || create.isSuccess;
  // Once sent, what stands there is this very plan.
  const inTheWay = isSent ? undefined : rolloutInTheWay(draft.flag, rollouts ?? []);
  const refusedFor =
    create.error instanceof ProblemError && create.error.code === 'rollout.exists'
      ? rolloutInTheWay(create.variables?.flag ?? '', rollouts ?? [])
      : undefined;

  function changeFlag(flag: string): void {
    set({ flag });
    // A refusal speaks of the flag that was sent.
    if (create.isError) create.reset();
  }

  function submit(event: React.FormEvent): void {
    event.preventDefault();
    setTried(true);
    if (inTheWay || Object.keys(problems).length > 0) {
      problem.show();
      return;
    }
    create.mutate(toRequest(draft), {
      onSuccess: ({ id }) => router.push(`/rollouts/${encodeURIComponent(id)}`),
    });
  }

  return (
    <div className="max-w-2xl">
      <PageHeader title="New rollout" lead="A plan changes nothing for users before you start it." />
      <form ref={problem.form} onSubmit={submit} noValidate className="flex flex-col gap-5">
        <div className="grid gap-4 md:grid-cols-2">
          <FlagField
            value={draft.flag}
            choices={flagChoices({ instances, switches, rollouts })}
            inTheWay={inTheWay}
            onChange={changeFlag}
            error={shown.flag}
          />
          <TextField
            label="Title"
            value={draft.title}
            onChange={(event) => set({ title: event.target.value })}
            placeholder="e.g. Badges on catalog cards"
            maxLength={200}
            error={shown.title}
          />
        </div>
        <ServicesField
          names={services.map(({ name }) => name)}
          chosen={draft.services}
          onChange={(chosen) => set({ services: chosen })}
          error={shown.services}
        />
        <SelectField
          label="Sticky by"
          hint="The same one always sees the same side."
          value={draft.stickiness}
          onChange={(event) => set({ stickiness: event.target.value })}
          options={stickinesses}
          className="md:max-w-xs"
        />
        <StagesField stages={draft.stages} onChange={(stages) => set({ stages })} error={shown.stages} />
        <ProblemNote error={create.error}>{refusedFor && <RolloutLink id={refusedFor.id} />}</ProblemNote>
        <GateNote needs="release-manager" />
        <div className="flex flex-wrap gap-3">
          <Link href="/rollouts" className={buttonClasses('quiet')}>
            Cancel
          </Link>
          <Button type="submit" look="primary" busy={isSent} disabled={!mayRelease} className="max-md:flex-1">
            Save the plan
          </Button>
        </div>
      </form>
    </div>
  );
}
