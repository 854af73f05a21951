'use client';
import type { SeriesStatus } from '@breakwater/control-plane/contract';
import { useQuery } from '@tanstack/react-query';
import { sentenceOf } from '../../../lib/problem-error.ts';
import { Section } from '../../../ui/card.tsx';
import { StateMark } from '../../../ui/state-mark.tsx';
import { seriesTitle } from '../../metrics/series-view.ts';
import { acceptedQuery } from '../queries.ts';
import { AcceptanceLine } from './acceptance-line.tsx';

/** Everything that raises no alert because somebody called it normal; nothing where there is none. */
export function AcceptedSection({ series }: { series: readonly SeriesStatus[] }) {
  const { data, error } = useQuery(acceptedQuery);
  if (!data && error) {
    return (
      <Section title="Called no anomaly" className="mt-6">
        <StateMark state="unknown">not known now: {sentenceOf(error)}</StateMark>
      </Section>
    );
  }
  if (!data || data.accepted.length === 0) return null;
  return (
    <Section title="Called no anomaly" aside={`${data.accepted.length} in all services`} className="mt-6">
      <ul className="divide-y divide-line rounded-lg border border-line bg-surface">
        {data.accepted.map((acceptance) => {
          const known = series.find(({ key }) => key === acceptance.seriesKey);
          const name = known ? seriesTitle(known) : acceptance.seriesKey;
          return (
            <li key={acceptance.id} className="px-4 py-3">
              <p className="break-words">{name}</p>
              <AcceptanceLine acceptance={acceptance} unit={known?.unit ?? ''} name={name} />
            </li>
          );
        })}
      </ul>
    </Section>
  );
}
