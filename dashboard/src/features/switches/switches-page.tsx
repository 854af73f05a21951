'use client';
import { useQuery } from '@tanstack/react-query';
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { plural } from '../../lib/numbers.ts';
import { Awaited } from '../../ui/awaited.tsx';
import { Section } from '../../ui/card.tsx';
import { Choices } from '../../ui/choices.tsx';
import { Empty } from '../../ui/empty.tsx';
import { inputClasses } from '../../ui/field.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { CardsSkeleton } from '../../ui/skeleton.tsx';
import { KillabilityCard } from '../killability/parts/killability-card.tsx';
import { LevelBar } from '../levels/parts/level-bar.tsx';
import { SwitchCard } from './parts/switch-card.tsx';
import { instancesQuery, switchesQuery } from './queries.ts';
import { countsText, filterSwitches } from './switch-view.ts';

const states = ['all', 'LIVE', 'KILLED', 'RESTORING', 'DRILL'] as const;
const parsers = {
  q: parseAsString.withDefault(''),
  state: parseAsStringLiteral(states).withDefault('all'),
};

/** The degrade level, who could be killed now, and every kill switch, what takes most from users first. */
export function SwitchesPage() {
  const [{ q, state }, setFilter] = useQueryStates(parsers);
  const switches = useQuery(switchesQuery);
  const { data } = switches;
  const instances = useQuery(instancesQuery).data?.instances ?? [];
  const shown = filterSwitches(data?.switches ?? [], { text: q, state });

  return (
    <>
      <PageHeader
        title="Kill switches"
        lead={
          data
            ? `${plural(data.switches.length, 'switch', 'switches')}, ${countsText(data.switches)} · revision ${data.revision}`
            : 'LIVE serves the feature, KILLED serves its fallback.'
        }
      >
        <input
          type="search"
          aria-label="Find a switch"
          placeholder="Find a switch"
          className={`${inputClasses} md:w-52`}
          value={q}
          onChange={(event) => setFilter({ q: event.target.value || null })}
        />
        <Choices
          label="State"
          value={state}
          options={states.map((value) => ({ value, text: value === 'all' ? 'All' : value }))}
          onChange={(value) => setFilter({ state: value })}
        />
      </PageHeader>
      <div className="mb-6 grid gap-4 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <Section title="Degrade level">
          <LevelBar />
        </Section>
        <Section title="Killability">
          <KillabilityCard />
        </Section>
      </div>
      <Awaited query={switches} what="Switches">
        <CardsSkeleton height="h-40" />
      </Awaited>
      {data?.switches.length === 0 && (
        <Empty title="There is no kill switch yet">
          Create a flag of type “kill-switch” in Unleash, or name it in the seed file of the control plane.
        </Empty>
      )}
      {data && data.switches.length > 0 && shown.length === 0 && (
        <Empty title="No switch fits">Clear the search or choose another state.</Empty>
      )}
      <ul className="flex flex-col gap-3">
        {shown.map((one) => (
          <SwitchCard key={one.key} one={one} instances={instances} />
        ))}
      </ul>
    </>
  );
}
