import type { Alert } from '@breakwater/control-plane/contract';
import { Section } from '../../../ui/card.tsx';
import { StateMark } from '../../../ui/state-mark.tsx';
import { When } from '../../../ui/when.tsx';
import { AlertAcceptance } from '../../accepted/parts/alert-acceptance.tsx';
import { alertFigures, alertName } from '../alert-view.ts';

/** Every alert with what it came to, and why it belongs here. */
export function Alerts({ incidentId, alerts }: { incidentId: string; alerts: readonly Alert[] }) {
  const sorted = alerts.toSorted((a, b) => a.startsAt.localeCompare(b.startsAt));
  return (
    <Section
      title="Alerts"
      aside={`${alerts.filter(({ endsAt }) => endsAt === null).length} of ${alerts.length} lasting`}
    >
      <ol className="divide-y divide-line rounded-lg border border-line bg-surface">
        {sorted.map((alert) => (
          <li key={`${alert.fingerprint} ${alert.startsAt}`} className="px-4 py-3">
            <div className="flex flex-wrap items-baseline justify-between gap-x-4">
              <StateMark state={alert.endsAt === null ? 'bad' : 'ok'} className="text-sm">
                {alert.endsAt === null ? 'lasting' : 'ended'} · {alert.kind}
              </StateMark>
              <span className="text-sm text-muted">
                <When at={alert.startsAt} />
              </span>
            </div>
            <p className="mt-0.5">{alertName(alert)}</p>
            <p className="text-sm">{alertFigures(alert)}</p>
            {alert.why && <p className="text-sm text-muted">Why here: {alert.why}</p>}
            <AlertAcceptance incidentId={incidentId} alert={alert} name={alertName(alert)} />
          </li>
        ))}
      </ol>
    </Section>
  );
}
