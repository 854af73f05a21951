'use client';
import { useQuery } from '@tanstack/react-query';
import { Button } from '../../../ui/button.tsx';
import { Sheet, SheetText } from '../../../ui/sheet.tsx';
import { incidentsQuery } from '../../incidents/queries.ts';
import { instancesQuery, switchesQuery } from '../queries.ts';
import { useSwitchSheet } from '../use-switch-sheet.ts';
import { KillSheet } from './kill-sheet.tsx';
import { RestoreSheet } from './restore-sheet.tsx';

/** The kill or restore sheet that the address asks for, over whatever page is open. */
export function SwitchSheets() {
  const sheet = useSwitchSheet();
  const switches = useQuery(switchesQuery);
  const instances = useQuery(instancesQuery);
  const incidents = useQuery(incidentsQuery);
  const key = sheet.kill ?? sheet.restore;
  if (key === null || !switches.data || (sheet.for !== null && incidents.isPending)) return null;

  const one = switches.data.switches.find((candidate) => candidate.key === key);
  const incident = incidents.data?.incidents.find(({ report }) => report.id === sheet.for);
  const { environment } = switches.data;
  if (!one) {
    return (
      <Sheet open onClose={sheet.close} title="No such switch">
        <SheetText>
          There is no kill switch with the key “{key}” in {environment}. It may have been renamed.
        </SheetText>
        <Button onClick={sheet.close} className="mt-4 w-full">
          Close
        </Button>
      </Sheet>
    );
  }
  return sheet.kill !== null ? (
    <KillSheet
      key={`kill-${key}`}
      {...{ one, environment, incident }}
      instances={instances.data?.instances ?? []}
      onClose={sheet.close}
    />
  ) : (
    <RestoreSheet
      key={`restore-${key}`}
      {...{ one, environment }}
      incidentId={sheet.for ?? undefined}
      onClose={sheet.close}
    />
  );
}
