'use client';
import { useQuery } from '@tanstack/react-query';
import { useSettled } from '../../../lib/use-settled.ts';
import { Button } from '../../../ui/button.tsx';
import { Sheet, SheetText } from '../../../ui/sheet.tsx';
import { DrillSheet } from '../../drills/parts/drill-sheet.tsx';
import { incidentsQuery } from '../../incidents/queries.ts';
import { switchesQuery } from '../queries.ts';
import { useSwitchSheet } from '../use-switch-sheet.ts';
import { KillSheet } from './kill-sheet.tsx';
import { RenewSheet } from './renew-sheet.tsx';
import { RestoreSheet } from './restore-sheet.tsx';

/** The sheet of a switch that the address asks for, over whatever page is open. */
export function SwitchSheets() {
  const { verb, key, incidentId, close } = useSwitchSheet();
  const switches = useQuery(switchesQuery);
  const incidents = useQuery(incidentsQuery);
  // The incident gives the sheet its reason; one that does not come must not keep a kill waiting.
  const isIncidentSettled = useSettled([incidentsQuery]) || incidentId === null;
  if (verb === null || !switches.data || !isIncidentSettled) return null;

  const one = switches.data.switches.find((candidate) => candidate.key === key);
  const incident = incidents.data?.incidents.find(({ report }) => report.id === incidentId);
  const { environment } = switches.data;
  if (!one) {
    return (
      <Sheet open onClose={close} title="No such switch">
        <SheetText>
          There is no kill switch with the key “{key}” in {environment}. It may have been renamed.
        </SheetText>
        <Button onClick={close} className="mt-4 w-full">
          Close
        </Button>
      </Sheet>
    );
  }
  const common = { one, onClose: close };
  switch (verb) {
    case 'kill':
      return <KillSheet key={one.key} {...common} {...{ environment, incident }} />;
    case 'restore':
      return (
        <RestoreSheet
          key={one.key}
          {...common}
          environment={environment}
          incidentId={incidentId ?? undefined}
        />
      );
    case 'renew':
      return <RenewSheet key={one.key} {...common} />;
    case 'drill':
      return <DrillSheet key={one.key} {...common} />;
  }
}
