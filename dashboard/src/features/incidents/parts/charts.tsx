'use client';
import type { Incident } from '@breakwater/control-plane/contract';
import { useMemo, useState } from 'react';
import { Button } from '../../../ui/button.tsx';
import { Section } from '../../../ui/card.tsx';
import { BandPanel } from '../../metrics/parts/band-panel.tsx';
import { seriesTitle } from '../../metrics/series-view.ts';
import { alertingSeries, incidentMarkers, incidentSpan } from '../timeline-view.ts';

const shownAtFirst = 4;

/** The alerting series in their learned bands, on one time axis, with the suspect, the kill and the recovery. */
export function Charts({ incident }: { incident: Incident }) {
  const [isAll, setAll] = useState(false);
  const all = alertingSeries(incident);
  const span = incidentSpan(incident);
  const markers = useMemo(() => incidentMarkers(incident), [incident]);
  const shown = isAll ? all : all.slice(0, shownAtFirst);
  if (all.length === 0) return null;
  return (
    <Section title="Charts" aside="Blue: what was expected · orange strip: alert">
      <div className="grid gap-3 lg:grid-cols-2">
        {shown.map((alert) => (
          <BandPanel
            key={alert.seriesKey}
            seriesKey={alert.seriesKey}
            title={seriesTitle(alert)}
            span={span}
            markers={markers}
            syncKey={`incident-${incident.report.id}`}
          />
        ))}
      </div>
      {all.length > shown.length && (
        <Button className="mt-3 w-full" onClick={() => setAll(true)}>
          Show {all.length - shown.length} more
        </Button>
      )}
    </Section>
  );
}
