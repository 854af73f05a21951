'use client';
import type { Instance, Switch } from '@breakwater/control-plane/contract';
import { useQuery } from '@tanstack/react-query';
import { Card } from '../../../ui/card.tsx';
import { classes } from '../../../ui/classes.ts';
import { Disclosure } from '../../../ui/disclosure.tsx';
import { When } from '../../../ui/when.tsx';
import { ProvenMark } from '../../drills/parts/proven-mark.tsx';
import { RunningDrill } from '../../drills/parts/running-drill.tsx';
import { hindrance } from '../../killability/killability-view.ts';
import { killabilityQuery } from '../../killability/queries.ts';
import { audience, tierWords } from '../switch-view.ts';
import { InstanceProofs, ProofLine } from './proof.tsx';
import { RestoreStepper } from './restore-stepper.tsx';
import { SwitchActions } from './switch-button.tsx';
import { TermLine } from './term-line.tsx';

const facts = 'grid gap-x-6 gap-y-0.5 text-sm md:grid-cols-[repeat(auto-fit,minmax(17rem,1fr))]';
const tones = { KILLED: 'bad', RESTORING: 'partial', DRILL: 'partial', LIVE: 'plain' } as const;

/** One kill switch: its state with proof, what it takes from users, who changed it last, and what one may do. */
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
      tone={tones[one.state]}
      className="flex flex-col gap-3 md:flex-row md:items-start md:justify-between md:gap-6"
    >
      <div className="min-w-0 flex-1">
        <Heading className="flex flex-wrap items-baseline gap-x-3">
          <span className="font-mono text-base font-semibold">{one.key}</span>
          <span className="text-sm text-muted">{one.title}</span>
        </Heading>
        <div className="mt-1 flex flex-col gap-1">
          <ProofLine state={one.state} percent={one.percent} propagation={one.propagation} />
          <TermLine one={one} />
          <RestoreStepper one={one} />
          {one.state === 'DRILL' && <RunningDrill switchKey={one.key} />}
          <Hindrance one={one} />
          {one.changedAt && (
            <p className="text-sm text-muted">
              <When at={one.changedAt} /> by {one.changedBy ?? 'unknown'}
              {one.reason && <>: “{one.reason}”</>}
            </p>
          )}
        </div>
        <dl className={classes('mt-2', facts)}>
          <Fact name="Users lose">{one.sheds}</Fact>
          <Fact name="They get">{one.fallback}</Fact>
          <Fact name="Fallback">
            <ProvenMark one={one} />
          </Fact>
          <Fact name="Tier">
            {one.tier} <span className="text-muted">· {tierWords[one.tier]}</span>
          </Fact>
        </dl>
        <Disclosure className="mt-1" summary={<span className="text-sm font-medium">Details</span>}>
          <dl className={facts}>
            <Fact name="Expected">{one.expectedEffect}</Fact>
            <Fact name="Call">{one.dependency ? `${one.service} → ${one.dependency}` : one.service}</Fact>
            <Fact name="Felt by">{one.dependents.join(', ')}</Fact>
            <Fact name="Reaches">{audience(one.key, instances)}</Fact>
            <Fact name="Owner">{one.owner}</Fact>
            <Fact name="Runbook">{one.runbook && <Runbook text={one.runbook} />}</Fact>
          </dl>
        </Disclosure>
        {one.propagation && one.propagation.instances.length > 0 && (
          <Disclosure summary={<span className="text-sm font-medium">Proof of each instance</span>}>
            <InstanceProofs propagation={one.propagation} />
          </Disclosure>
        )}
      </div>
      <SwitchActions one={one} className="w-full md:w-68 md:shrink-0" />
    </Card>
  );
}

/** What would stand in the way of a kill, known before it is needed. */
function Hindrance({ one }: { one: Switch }) {
  const text = hindrance(useQuery(killabilityQuery).data, one.key);
  return text && one.state !== 'KILLED' ? <p className="text-sm font-medium text-partial">{text}</p> : null;
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
