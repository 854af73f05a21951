'use client';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { ProblemError } from '../../lib/problem-error.ts';
import { useNow } from '../../lib/use-now.ts';
import { Awaited } from '../../ui/awaited.tsx';
import { Empty } from '../../ui/empty.tsx';
import { CardsSkeleton } from '../../ui/skeleton.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { GateNote } from '../session/parts/gate-note.tsx';
import { incidentView } from './incident-view.ts';
import { AcknowledgeButton } from './parts/acknowledge-button.tsx';
import { Alerts } from './parts/alerts.tsx';
import { Charts } from './parts/charts.tsx';
import { IncidentFacts } from './parts/incident-facts.tsx';
import { Origins } from './parts/origins.tsx';
import { Resolve } from './parts/resolve.tsx';
import { Suggestion } from './parts/suggestion.tsx';
import { Suspects } from './parts/suspects.tsx';
import { Timeline } from './parts/timeline.tsx';
import { incidentQuery } from './queries.ts';

/** One incident: what helps first, then where it began, what did it, the evidence and the history. */
export function IncidentPage({ id }: { id: string }) {
  const query = useQuery(incidentQuery(id));
  const { data: incident, error } = query;
  const now = useNow();
  if (!incident) {
    if (error instanceof ProblemError && error.status === 404) {
      return (
        <Empty title="There is no such incident">
          <Link href="/incidents" className="text-accent underline">
            All incidents
          </Link>
        </Empty>
      );
    }
    return (
      <Awaited query={query} what="This incident">
        <CardsSkeleton count={4} height="h-36" />
      </Awaited>
    );
  }

  const view = incidentView(incident, now);
  return (
    <article className="flex flex-col gap-6">
      <Awaited query={query} what="This incident" />
      <header>
        <p className="flex flex-wrap items-baseline gap-x-3 text-sm">
          <Link href="/incidents" className="text-muted hover:underline max-md:py-3.5">
            Incidents
          </Link>
          <StateMark state={view.mark}>{view.status}</StateMark>
        </p>
        <h1 className="mt-1 text-2xl leading-tight font-semibold tracking-tight">{view.title}</h1>
        <div className="mt-4 flex flex-wrap gap-2 empty:hidden">
          <AcknowledgeButton incident={incident} className="max-md:flex-1" />
          <Resolve incident={incident} className="max-md:flex-1" />
        </div>
        {incident.status !== 'resolved' && <GateNote needs="responder" className="mt-2" />}
      </header>
      <Suggestion incident={incident} />
      <IncidentFacts incident={incident} />
      <div className="grid gap-6 lg:grid-cols-2">
        <Origins report={incident.report} />
        <Suspects view={view} />
      </div>
      <Charts incident={incident} />
      <div className="grid gap-6 lg:grid-cols-2">
        <Timeline incident={incident} />
        <Alerts incidentId={incident.report.id} alerts={incident.report.alerts} />
      </div>
    </article>
  );
}
