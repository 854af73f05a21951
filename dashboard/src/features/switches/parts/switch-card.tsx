'use client';
import type { Instance, Switch } from '@breakwater/control-plane/contract';
import { Card } from '../../../ui/card.tsx';
import { When } from '../../../ui/when.tsx';
import { audience } from '../switch-view.ts';
import { ProofLine } from './proof.tsx';
import { SwitchButton } from './switch-button.tsx';

/** One kill switch: its state with proof, what it takes from users, who changed it last, and the button. */
export function SwitchCard({
  one,
  instances,
  heading: Heading = 'h2',
}: {
  one: Switch;
  instances: readonly Instance[];
  heading?: 'h2' | 'h3';
}) {
  return (
    <Card
      as="li"
      tone={one.state === 'KILLED' ? 'bad' : 'plain'}
      className="flex flex-col gap-3 md:flex-row md:items-start md:justify-between md:gap-6"
    >
      <div className="min-w-0 flex-1">
        <Heading className="flex flex-wrap items-baseline gap-x-3">
          <span className="font-mono text-base font-semibold">{one.key}</span>
          <span className="text-sm text-muted">{one.title}</span>
        </Heading>
        <div className="mt-1">
          <ProofLine state={one.state} propagation={one.propagation} />
        </div>
        {one.changedAt && (
          <p className="mt-1 text-sm text-muted">
            <When at={one.changedAt} /> by {one.changedBy ?? 'unknown'}
            {one.reason && <>: “{one.reason}”</>}
          </p>
        )}
        <dl className="mt-2 grid gap-x-6 gap-y-0.5 text-sm sm:grid-cols-2">
          <Fact name="Users lose">{one.sheds}</Fact>
          <Fact name="They get">{one.fallback}</Fact>
          <Fact name="Cuts">{one.dependency ? `${one.service} → ${one.dependency}` : one.service}</Fact>
          <Fact name="Reaches">{audience(one.key, instances)}</Fact>
          <Fact name="Owner">{one.owner}</Fact>
          <Fact name="Runbook">{one.runbook && <Runbook text={one.runbook} />}</Fact>
        </dl>
      </div>
      <SwitchButton one={one} className="w-full md:w-64 md:shrink-0" />
    </Card>
  );
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  if (!children) return null;
  return (
    <div className="flex gap-2">
      <dt className="w-20 shrink-0 text-muted">{name}</dt>
      <dd className="min-w-0">{children}</dd>
    </div>
  );
}

function Runbook({ text }: { text: string }) {
  if (!/^https?:\/\//.test(text)) return text;
  return (
    <a href={text} className="text-accent underline" rel="noreferrer" target="_blank">
      {text.replace(/^https?:\/\//, '')}
    </a>
  );
}
