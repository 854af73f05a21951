'use client';
import type { Incident } from '@breakwater/control-plane/contract';
import { plural } from '../../../lib/numbers.ts';
import { formatAge } from '../../../lib/time.ts';
import { useNow } from '../../../lib/use-now.ts';
import { When } from '../../../ui/when.tsx';
import { incidentView } from '../incident-view.ts';

/** When it began, how soon it was seen, how long it lasted, and who did what. */
export function IncidentFacts({ incident }: { incident: Incident }) {
  const view = incidentView(incident, useNow());
  return (
    <dl className="grid grid-cols-2 gap-x-6 gap-y-3 md:grid-cols-4">
      <Fact name="First symptom">
        <When at={incident.report.startedAt} />
      </Fact>
      <Fact name="Detected">{formatAge(view.detectedAfterMs)} later</Fact>
      <Fact name={incident.report.recoveredAt ? 'Lasted' : 'Lasting for'}>
        {formatAge(view.lastedMs)}
        {view.alertsLasting > 0 && (
          <span className="text-muted"> · {plural(view.alertsLasting, 'alert')}</span>
        )}
      </Fact>
      <Fact name="Recovered">
        {incident.report.recoveredAt
          ? incident.recoveredAfterKillS !== null
            ? `${formatAge(incident.recoveredAfterKillS * 1000)} after the kill`
            : 'by itself'
          : 'not yet'}
      </Fact>
      <Fact name="Felt by">{view.feltBy.length > 0 ? view.feltBy.join(', ') : 'nobody else'}</Fact>
      <Fact name="Looked after by">{incident.acknowledgedBy ?? 'nobody yet'}</Fact>
      {incident.resolvedAt && (
        <Fact name="Resolved">
          <When at={incident.resolvedAt} /> by {incident.resolvedBy}
        </Fact>
      )}
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-sm text-muted">{name}</dt>
      <dd className="font-medium">{children}</dd>
    </div>
  );
}
