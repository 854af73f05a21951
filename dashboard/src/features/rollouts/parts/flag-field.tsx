'use client';
import type { Rollout } from '@breakwater/control-plane/contract';
import Link from 'next/link';
import { useId } from 'react';
import { TextField } from '../../../ui/field.tsx';
import type { FlagChoice } from '../flag-choices.ts';

/** The flag to roll out: chosen from those that running services ask for, or typed. */
export function FlagField({
  value,
  choices,
  inTheWay,
  error,
  onChange,
}: {
  value: string;
  choices: readonly FlagChoice[];
  /** The unfinished rollout of the flag as it is typed. */
  inTheWay: Rollout | undefined;
  error: string | undefined;
  onChange: (flag: string) => void;
}) {
  const id = useId();
  return (
    <>
      <TextField
        label="Flag key"
        hint="Offered are the flags that services ask for and that have no rollout."
        value={value}
        onChange={(event) => onChange(event.target.value.trim())}
        list={id}
        placeholder="e.g. catalog-badges"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        error={inTheWay ? <InTheWay rollout={inTheWay} /> : error}
      />
      <datalist id={id}>
        {choices.map(({ key, services }) => (
          <option key={key} value={key}>
            {services.join(', ')}
          </option>
        ))}
      </datalist>
    </>
  );
}

function InTheWay({ rollout }: { rollout: Rollout }) {
  return (
    <>
      It has a rollout already ({rollout.status}): <RolloutLink id={rollout.id} />.
    </>
  );
}

/** Leads from a refused plan to what stands in its way. */
export function RolloutLink({ id }: { id: string }) {
  return (
    <Link href={`/rollouts/${encodeURIComponent(id)}`} className="underline max-md:py-3.5">
      open that rollout
    </Link>
  );
}
