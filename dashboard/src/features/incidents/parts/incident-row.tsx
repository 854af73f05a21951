'use client';
import type { Incident } from '@breakwater/control-plane/contract';
import Link from 'next/link';
import { formatAge } from '../../../lib/time.ts';
import { useNow } from '../../../lib/use-now.ts';
import { StateMark } from '../../../ui/state-mark.tsx';
import { When } from '../../../ui/when.tsx';
import { incidentView } from '../incident-view.ts';

/** An incident in three lines. */
export function IncidentRow({ incident }: { incident: Incident }) {
  const view = incidentView(incident, useNow());
  return (
    <li>
      <Link
        href={`/incidents/${encodeURIComponent(view.id)}`}
        className="block rounded-lg border border-line bg-surface p-3.5 hover:border-line-strong md:p-4"
      >
        <span className="flex flex-wrap items-baseline justify-between gap-x-4 text-sm">
          <StateMark state={view.mark}>{view.status}</StateMark>
          <span className="text-muted">
            <When at={incident.report.startedAt} />
          </span>
        </span>
        <span className="mt-0.5 block font-semibold">{view.title}</span>
        <span className="mt-0.5 block text-sm text-muted">
          Origin {view.origin?.service ?? 'unknown'} · {view.verdict} ·{' '}
          {incident.report.recoveredAt
            ? `lasted ${formatAge(view.lastedMs)}`
            : `lasting for ${formatAge(view.lastedMs)}`}
          {incident.recoveredAfterKillS !== null &&
            ` · recovered ${formatAge(incident.recoveredAfterKillS * 1000)} after the kill`}
        </span>
      </Link>
    </li>
  );
}
