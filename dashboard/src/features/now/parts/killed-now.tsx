'use client';
import { useQuery } from '@tanstack/react-query';
import { Awaited } from '../../../ui/awaited.tsx';
import { Section } from '../../../ui/card.tsx';
import { SwitchCard } from '../../switches/parts/switch-card.tsx';
import { instancesQuery, switchesQuery } from '../../switches/queries.ts';
import { byUrgency } from '../../switches/state-view.ts';

/** The switches that are killed, restoring or drilled now: each takes something from users. Nothing where none is. */
export function KilledNow() {
  const switches = useQuery(switchesQuery);
  const taking = (switches.data?.switches ?? []).filter(({ state }) => state !== 'LIVE').toSorted(byUrgency);
  const instances = useQuery(instancesQuery).data?.instances ?? [];
  if (taking.length === 0) return <Awaited query={switches} what="Killed switches" />;
  return (
    <Section
      title={taking.every(({ state }) => state === 'KILLED') ? 'Killed switches' : 'Switches not fully live'}
    >
      <ul className="flex flex-col gap-3">
        {taking.map((one) => (
          <SwitchCard key={one.key} one={one} instances={instances} heading="h3" />
        ))}
      </ul>
    </Section>
  );
}
