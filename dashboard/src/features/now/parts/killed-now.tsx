'use client';
import { useQuery } from '@tanstack/react-query';
import { Section } from '../../../ui/card.tsx';
import { SwitchCard } from '../../switches/parts/switch-card.tsx';
import { instancesQuery, switchesQuery } from '../../switches/queries.ts';

/** The switches that are killed now: each of them takes something from users. Nothing where none is. */
export function KilledNow() {
  const killed = useQuery(switchesQuery).data?.switches.filter(({ state }) => state === 'KILLED') ?? [];
  const instances = useQuery(instancesQuery).data?.instances ?? [];
  if (killed.length === 0) return null;
  return (
    <Section title="Killed switches">
      <ul className="flex flex-col gap-3">
        {killed.map((one) => (
          <SwitchCard key={one.key} one={one} instances={instances} heading="h3" />
        ))}
      </ul>
    </Section>
  );
}
