'use client';
import type { Alert } from '@breakwater/control-plane/contract';
import { useQuery } from '@tanstack/react-query';
import { parseAsString, useQueryState } from 'nuqs';
import { useCallback, useEffect } from 'react';
import { sheetEntry } from '../../../lib/sheet-entry.ts';
import { usePermissions } from '../../session/queries.ts';
import { alertId } from '../accepted-view.ts';
import { acceptedQuery } from '../queries.ts';
import { AcceptSheet } from './accept-sheet.tsx';
import { AcceptanceLine } from './acceptance-line.tsx';

/** Whether an alert was called no anomaly; where it was not, the way to say so. Nothing until that is known. */
export function AlertAcceptance({
  incidentId,
  alert,
  name,
}: {
  incidentId: string;
  alert: Alert;
  name: string;
}) {
  const { mayRespond } = usePermissions();
  const { data } = useQuery(acceptedQuery);
  const id = alertId(alert);
  const [asked, setAsked] = useQueryState('accept', parseAsString.withOptions({ scroll: false }));
  const close = useCallback(() => sheetEntry.close(() => setAsked(null)), [setAsked]);
  const acceptance = data?.accepted.find((one) => one.id === id);
  const isOpen = asked === id;
  const isAccepted = acceptance !== undefined;
  // Once accepted, here or by somebody else, nothing of the sheet stays in the address.
  useEffect(() => {
    if (isOpen && isAccepted) close();
  }, [isOpen, isAccepted, close]);
  if (acceptance) return <AcceptanceLine acceptance={acceptance} unit={alert.unit} name={name} />;
  if (!data || !mayRespond) return null;
  return (
    <>
      <button
        type="button"
        aria-haspopup="dialog"
        aria-label={`Not an anomaly? ${name}`}
        onClick={() => sheetEntry.open(asked !== null, (history) => setAsked(id, { history }))}
        className="min-h-12 text-sm text-accent underline md:min-h-0"
      >
        Not an anomaly?
      </button>
      {isOpen && <AcceptSheet incidentId={incidentId} alert={alert} name={name} onClose={close} />}
    </>
  );
}
