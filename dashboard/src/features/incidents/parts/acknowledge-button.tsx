'use client';
import type { Incident } from '@breakwater/control-plane/contract';
import { Button } from '../../../ui/button.tsx';
import { ProblemNote } from '../../../ui/problem-note.tsx';
import { usePermissions } from '../../session/queries.ts';
import { useAcknowledge } from '../actions.ts';

/** Takes the incident on; gone once somebody has. */
export function AcknowledgeButton({ incident, className }: { incident: Incident; className?: string }) {
  const { mayRespond } = usePermissions();
  const acknowledge = useAcknowledge(incident.report.id);
  if (incident.acknowledgedAt !== null || incident.status === 'resolved') return null;
  return (
    <>
      <Button
        onClick={() => acknowledge.mutate()}
        busy={acknowledge.isPending}
        disabled={!mayRespond}
        className={className}
      >
        Acknowledge
      </Button>
      <ProblemNote error={acknowledge.error} />
    </>
  );
}
