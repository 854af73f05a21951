'use client';
import type { Acceptance } from '@breakwater/control-plane/contract';
import { Button } from '../../../ui/button.tsx';
import { ProblemNote } from '../../../ui/problem-note.tsx';
import { When } from '../../../ui/when.tsx';
import { usePermissions } from '../../session/queries.ts';
import { patternText } from '../accepted-view.ts';
import { useRevoke } from '../actions.ts';

/** What was accepted of a series, who said so and why, and the way back. */
export function AcceptanceLine({
  acceptance,
  unit,
  name,
}: {
  acceptance: Acceptance;
  unit: string;
  name: string;
}) {
  const { mayRespond } = usePermissions();
  const revoke = useRevoke(acceptance.id);
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <p className="min-w-0 flex-1 basis-56 text-sm">
          <span className="font-medium">No anomaly: {patternText(acceptance, unit)}</span>
          {acceptance.note && `, ${acceptance.note}`}{' '}
          <span className="text-muted">
            ({acceptance.by}, <When at={acceptance.at} relative={false} />)
          </span>
        </p>
        {mayRespond && (
          <Button
            busy={revoke.isPending}
            onClick={() => revoke.mutate()}
            aria-label={`Alert again on ${name}`}
          >
            Alert again
          </Button>
        )}
      </div>
      <ProblemNote error={revoke.error} />
    </div>
  );
}
