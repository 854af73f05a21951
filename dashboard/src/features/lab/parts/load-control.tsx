'use client';
import type { Lab } from '@breakwater/control-plane/contract';
import { useState } from 'react';
import { formatNumber } from '../../../lib/numbers.ts';
import { Button } from '../../../ui/button.tsx';
import { Card, Section } from '../../../ui/card.tsx';
import { TextField } from '../../../ui/field.tsx';
import { ProblemNote } from '../../../ui/problem-note.tsx';
import { GateNote } from '../../session/parts/gate-note.tsx';
import { useSetLoad } from '../actions.ts';

const presets = [0, 20, 40, 80, 160];

/** How many requests a second the shoppers send, and what becomes of them. */
export function LoadControl({ load, mayAct }: { load: Lab['load']; mayAct: boolean }) {
  const setLoad = useSetLoad();
  const [typed, setTyped] = useState<string | null>(null);
  const wanted = typed ?? String(load.requestsPerSecond);
  const level = Number(wanted);
  const isValid = wanted !== '' && level >= 0 && level <= 2000;
  const apply = (requestsPerSecond: number) =>
    setLoad.mutate({ requestsPerSecond }, { onSuccess: () => setTyped(null) });

  return (
    <Section title="Load">
      <Card className="flex flex-col gap-4">
        <dl className="grid grid-cols-3 gap-3">
          <Figure name="Sent" value={`${formatNumber(load.sentPerSecond)}/s`} />
          <Figure
            name="Errors"
            value={`${formatNumber(load.errorRatio * 100)} %`}
            isBad={load.errorRatio > 0.01}
          />
          <Figure
            name="Degraded"
            value={`${formatNumber(load.degradedRatio * 100)} %`}
            isPartial={load.degradedRatio > 0.01}
          />
        </dl>
        <form
          noValidate
          className="flex flex-wrap items-end gap-2"
          onSubmit={(event) => {
            event.preventDefault();
            if (isValid) apply(level);
          }}
        >
          <TextField
            label="Requests per second"
            inputMode="numeric"
            value={wanted}
            onChange={(event) => setTyped(event.target.value.trim())}
            error={isValid ? undefined : 'A number from 0 to 2000.'}
            className="w-44"
          />
          <Button type="submit" look="primary" busy={setLoad.isPending} disabled={!mayAct || !isValid}>
            Set load
          </Button>
          <div className="flex flex-wrap gap-2">
            {presets.map((preset) => (
              <Button
                key={preset}
                disabled={!mayAct || setLoad.isPending}
                aria-pressed={load.requestsPerSecond === preset}
                className="min-w-12 aria-pressed:border-accent"
                onClick={() => apply(preset)}
              >
                {preset}/s
              </Button>
            ))}
          </div>
        </form>
        <GateNote needs="responder" />
        <ProblemNote error={setLoad.error} />
      </Card>
    </Section>
  );
}

function Figure({
  name,
  value,
  isBad = false,
  isPartial = false,
}: {
  name: string;
  value: string;
  isBad?: boolean;
  isPartial?: boolean;
}) {
  return (
    <div>
      <dt className="text-sm text-muted">{name}</dt>
      <dd
        className={`text-2xl font-semibold tracking-tight ${isBad ? 'text-bad' : isPartial ? 'text-partial' : ''}`}
      >
        {value}
      </dd>
    </div>
  );
}
