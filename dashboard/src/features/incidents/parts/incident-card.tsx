'use client';
import type { Incident, Switch } from '@breakwater/control-plane/contract';
import Link from 'next/link';
import { useMemo } from 'react';
import { formatShare, plural } from '../../../lib/numbers.ts';
import { formatAge } from '../../../lib/time.ts';
import { useNow } from '../../../lib/use-now.ts';
import { buttonClasses } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { StateMark } from '../../../ui/state-mark.tsx';
import { When } from '../../../ui/when.tsx';
import { BandFigure } from '../../metrics/parts/band-figure.tsx';
import { seriesTitle } from '../../metrics/series-view.ts';
import { GateNote } from '../../session/parts/gate-note.tsx';
import { ProofLine } from '../../switches/parts/proof.tsx';
import { RestoreStepper } from '../../switches/parts/restore-stepper.tsx';
import { SwitchButton } from '../../switches/parts/switch-button.tsx';
import { incidentView } from '../incident-view.ts';
import { incidentMarkers, incidentSpan, worstAlert } from '../timeline-view.ts';
import { AcknowledgeButton } from './acknowledge-button.tsx';

/** An incident that needs somebody: where it began, what did it, the switch that helps with its button, and the evidence. */
export function IncidentCard({ incident, switches }: { incident: Incident; switches: readonly Switch[] }) {
  const view = incidentView(incident, useNow());
  const suggested = switches.find(({ key }) => key === view.suggestedKey);
  const href = `/incidents/${encodeURIComponent(view.id)}`;
  return (
    <Card as="article" tone={view.mark === 'bad' ? 'bad' : 'partial'} aria-label={`Incident: ${view.title}`}>
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <StateMark state={view.mark}>{view.status}</StateMark>
        <span className="text-sm text-muted">
          since <When at={incident.report.startedAt} />
        </span>
      </div>
      <h3 className="mt-1 text-lg leading-snug font-semibold">
        <Link href={href} className="hover:underline">
          {view.title}
        </Link>
      </h3>
      <dl className="mt-3 grid gap-x-6 gap-y-2 md:grid-cols-3">
        <Fact name="Origin">
          {view.origin ? (
            <>
              <span className="font-semibold">{view.origin.service}</span>{' '}
              <span className="text-muted">{formatShare(view.origin.confidence)} sure</span>
            </>
          ) : (
            'not known yet'
          )}
        </Fact>
        <Fact name="Suspect">{view.verdict}</Fact>
        <Fact name="Signs">
          {plural(view.alertsLasting, 'alert')} lasting for {formatAge(view.lastedMs)}
          {view.feltBy.length > 0 && <span className="text-muted"> · felt by {view.feltBy.join(', ')}</span>}
        </Fact>
      </dl>
      <div className="mt-4 flex flex-col gap-3 md:flex-row md:flex-wrap md:items-center">
        {suggested ? (
          <>
            <div className="min-w-0 md:basis-full">
              <p className="text-sm text-muted">
                Switch <span className="font-mono text-text">{suggested.key}</span>
              </p>
              <ProofLine
                state={suggested.state}
                percent={suggested.percent}
                propagation={suggested.propagation}
              />
              <RestoreStepper one={suggested} />
            </div>
            <SwitchButton one={suggested} incidentId={view.id} className="w-full md:w-auto" />
          </>
        ) : (
          <p className="text-muted md:flex-1">
            No switch cuts this symptom. Open the incident for its reasons.
          </p>
        )}
        <AcknowledgeButton incident={incident} className="w-full md:ml-auto md:w-auto" />
        <Link href={href} className={buttonClasses('quiet')}>
          Open incident
        </Link>
      </div>
      <GateNote needs="responder" className="mt-2" />
      <Evidence incident={incident} />
    </Card>
  );
}

function Evidence({ incident }: { incident: Incident }) {
  const markers = useMemo(() => incidentMarkers(incident), [incident]);
  const alert = worstAlert(incident);
  if (!alert) return null;
  return (
    <div className="mt-4 border-t border-line pt-3">
      <BandFigure
        seriesKey={alert.seriesKey}
        title={seriesTitle(alert)}
        span={incidentSpan(incident)}
        markers={markers}
        height={150}
      />
    </div>
  );
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-sm text-muted">{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
