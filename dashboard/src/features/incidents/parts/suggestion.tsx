'use client';
import type { Incident } from '@breakwater/control-plane/contract';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { Awaited } from '../../../ui/awaited.tsx';
import { Card, Section } from '../../../ui/card.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { ProvenMark } from '../../drills/parts/proven-mark.tsx';
import { RunningDrill } from '../../drills/parts/running-drill.tsx';
import { GateNote } from '../../session/parts/gate-note.tsx';
import { ProofLine } from '../../switches/parts/proof.tsx';
import { RestoreStepper } from '../../switches/parts/restore-stepper.tsx';
import { SwitchButton } from '../../switches/parts/switch-button.tsx';
import { TermLine } from '../../switches/parts/term-line.tsx';
import { switchesQuery } from '../../switches/queries.ts';
import { Reasons } from './reasons.tsx';

/** The switch that cuts the symptom, why, and its button; or that there is none and what else helps. */
export function Suggestion({ incident }: { incident: Incident }) {
  const switches = useQuery(switchesQuery);
  const { data } = switches;
  const { suggestion, suspects } = incident.report;
  const isOver = incident.report.recoveredAt !== null;
  const one = data?.switches.find(({ key }) => key === suggestion?.switchKey);
  const rollout = incident.changes.find(({ id, kind }) => id === suspects[0]?.changeId && kind === 'rollout');

  if (!suggestion) {
    return (
      <Section title="What helps">
        <Card>
          <p>No kill switch cuts this symptom.</p>
          {rollout && (
            <p className="mt-1">
              The first suspect is a rollout:{' '}
              <Link
                href={`/rollouts/${encodeURIComponent(rollout.target)}`}
                className="text-accent underline"
              >
                open it and roll it back
              </Link>
              .
            </p>
          )}
        </Card>
      </Section>
    );
  }
  return (
    <Section title="What helps">
      <Card tone={incident.status === 'open' ? 'bad' : 'plain'}>
        <Awaited query={switches} what="The switch that helps">
          <Skeleton className="h-24" />
        </Awaited>
        {data && !one && <p>The suggested switch “{suggestion.switchKey}” does not exist any more.</p>}
        {one && (
          <div className="flex flex-col gap-3 md:flex-row md:items-start md:justify-between">
            <div className="min-w-0">
              <p>
                <span className="text-muted">Kill switch</span>{' '}
                <span className="font-mono font-semibold">{one.key}</span>
              </p>
              <ProofLine state={one.state} percent={one.percent} propagation={one.propagation} />
              <TermLine one={one} />
              <RestoreStepper one={one} />
              {one.state === 'DRILL' && <RunningDrill switchKey={one.key} />}
              <p className="mt-1 text-sm">
                <span className="text-muted">Users lose</span> {one.sheds}.{' '}
                <span className="text-muted">They get</span> {one.fallback}: <ProvenMark one={one} />
              </p>
              {isOver && one.state === 'LIVE' && (
                <p className="mt-1 font-medium">
                  {incident.recoveredAfterKillS === null
                    ? 'The incident recovered without it: there is no need to kill it now.'
                    : 'The incident recovered while it was killed; it is live again.'}
                </p>
              )}
              <Reasons reasons={suggestion.reasons} />
            </div>
            <div className="md:max-w-72 md:shrink-0">
              <SwitchButton one={one} incidentId={incident.report.id} isCalm={isOver} className="w-full" />
              <GateNote needs="responder" className="mt-2" />
            </div>
          </div>
        )}
      </Card>
    </Section>
  );
}
