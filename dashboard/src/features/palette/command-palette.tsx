'use client';
import { Autocomplete } from '@base-ui/react/autocomplete';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { inputClasses } from '../../ui/field.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { incidentsQuery } from '../incidents/queries.ts';
import { levelsQuery } from '../levels/queries.ts';
import { useLevelSheet } from '../levels/use-level-sheet.ts';
import { rolloutsQuery } from '../rollouts/queries.ts';
import { servicesQuery } from '../services/queries.ts';
import { usePermissions } from '../session/queries.ts';
import { switchesQuery } from '../switches/queries.ts';
import { useSwitchSheet } from '../switches/use-switch-sheet.ts';
import { type Command, fits, paletteCommands } from './commands.ts';

/** Finds a page, an incident or a switch by name; a kill only opens its sheet. */
export function CommandPalette({ onClose }: { onClose: () => void }) {
  const router = useRouter();
  const sheet = useSwitchSheet();
  const level = useLevelSheet();
  const { mayRespond } = usePermissions();
  const commands = paletteCommands({
    incidents: useQuery(incidentsQuery).data,
    switches: useQuery(switchesQuery).data,
    levels: useQuery(levelsQuery).data,
    rollouts: useQuery(rolloutsQuery).data,
    services: useQuery(servicesQuery).data,
    mayRespond,
  });

  function run({ effect }: Command): void {
    onClose();
    if (effect.kind === 'go') router.push(effect.href);
    else if (effect.kind === 'level') void level.open(effect.id);
    else void sheet.open(effect.verb, effect.key);
  }

  return (
    <Sheet open onClose={onClose} title="Go to">
      <Autocomplete.Root open inline items={commands} filter={fits} autoHighlight="always" keepHighlight>
        <Autocomplete.Input
          aria-label="Find a page, an incident or a switch"
          placeholder="e.g. kill recommendations"
          className={`${inputClasses} mt-3`}
        />
        <Autocomplete.Empty>
          <p className="py-4 text-muted empty:hidden">Nothing has this name.</p>
        </Autocomplete.Empty>
        <Autocomplete.List className="mt-2 h-72 overflow-y-auto">
          {(command: Command) => (
            <Autocomplete.Item
              key={command.value}
              value={command}
              onClick={() => run(command)}
              className="flex min-h-12 cursor-pointer items-center rounded-md px-3 data-highlighted:bg-raised data-highlighted:ring-1 data-highlighted:ring-accent data-highlighted:ring-inset md:min-h-10"
            >
              {command.label}
              {command.note && <span className="ml-auto pl-3 text-sm text-muted">{command.note}</span>}
            </Autocomplete.Item>
          )}
        </Autocomplete.List>
      </Autocomplete.Root>
    </Sheet>
  );
}
