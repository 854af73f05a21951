'use client';
import { useQuery } from '@tanstack/react-query';
import { drillsQuery } from '../queries.ts';
import { DrillEvidence } from './drill-evidence.tsx';

/** The drill that runs on a switch now, in a few lines; nothing until it is known. */
export function RunningDrill({ switchKey }: { switchKey: string }) {
  const drill = useQuery(drillsQuery(switchKey)).data?.drills.find(({ endedAt }) => endedAt === null);
  return drill ? (
    <div className="max-w-xl">
      <DrillEvidence drill={drill} isBrief />
    </div>
  ) : null;
}
