'use client';
import { useQuery } from '@tanstack/react-query';
import { parseAsInteger, parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { formatInstant } from '../../lib/time.ts';
import { Awaited } from '../../ui/awaited.tsx';
import { Button } from '../../ui/button.tsx';
import { Choices } from '../../ui/choices.tsx';
import { Empty } from '../../ui/empty.tsx';
import { SelectField } from '../../ui/field.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { CardsSkeleton } from '../../ui/skeleton.tsx';
import { AcceptedSection } from '../accepted/parts/accepted-section.tsx';
import { BandPanel } from './parts/band-panel.tsx';
import { DetectorLine } from './parts/detector-line.tsx';
import { seriesQuery } from './queries.ts';
import { seriesOf, seriesTitle, servicesOf } from './series-view.ts';
import { rangeNames, ranges, type Span } from './span.ts';

const parsers = {
  service: parseAsString,
  range: parseAsStringLiteral(rangeNames).withDefault('15m'),
  from: parseAsInteger,
  to: parseAsInteger,
};

/** Every learned series of one service in its band; the span may be dragged on a chart and stays in the address. */
export function MetricsPage() {
  const [state, set] = useQueryStates(parsers);
  const series = useQuery(seriesQuery);
  const { data } = series;
  const services = servicesOf(data?.series ?? []);
  const service = state.service ?? services[0]?.service ?? '';
  const shown = seriesOf(service, data?.series ?? []);
  const isFixed = state.from !== null && state.to !== null && state.to > state.from;
  const span: Span = isFixed
    ? { kind: 'between', from: state.from!, to: state.to! }
    : { kind: 'last', ms: ranges[state.range] };

  return (
    <>
      <PageHeader title="Metrics" lead={<DetectorLine />}>
        <SelectField
          label="Service"
          value={service}
          onChange={(event) => set({ service: event.target.value })}
          options={services.map((one) => ({
            value: one.service,
            text: one.alerting > 0 ? `${one.service} (${one.alerting} alerting)` : one.service,
          }))}
          className="w-full md:w-68"
        />
        <div className="flex flex-col gap-1">
          <span className="font-medium" aria-hidden="true">
            Range
          </span>
          <Choices
            label="Range"
            value={isFixed ? ('' as never) : state.range}
            options={rangeNames.map((value) => ({ value, text: value }))}
            onChange={(range) => set({ range, from: null, to: null })}
          />
        </div>
      </PageHeader>
      {isFixed && (
        <p className="mb-3 flex flex-wrap items-center gap-3">
          <span>
            {formatInstant(state.from!)} to {formatInstant(state.to!)}
          </span>
          <Button onClick={() => set({ from: null, to: null })}>Back to live</Button>
        </p>
      )}
      <Awaited query={series} what="Learned series">
        <CardsSkeleton count={6} height="h-72" className="grid gap-3 xl:grid-cols-2" />
      </Awaited>
      {data?.series.length === 0 && (
        <Empty title="Nothing has been measured yet">
          The detector learns from its scrape targets and from remote write. Check that its targets answer on
          /metrics.
        </Empty>
      )}
      {data && data.series.length > 0 && shown.length === 0 && (
        <Empty title={`No series of ${service}`}>Choose another service.</Empty>
      )}
      <div className="grid gap-3 xl:grid-cols-2">
        {shown.map((one) => (
          <BandPanel
            key={one.key}
            seriesKey={one.key}
            title={seriesTitle(one)}
            span={span}
            syncKey="metrics"
            onZoom={(from, to) => set({ from, to })}
          />
        ))}
      </div>
      {data && <AcceptedSection series={data.series} />}
    </>
  );
}
