'use client';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { BandChart } from '../../../charts/band-chart.tsx';
import { loadPlot } from '../../../charts/load-plot.ts';
import type { Marker } from '../../../charts/marker-labels.ts';
import { Awaited } from '../../../ui/awaited.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { StateMark } from '../../../ui/state-mark.tsx';
import { bandQuery } from '../queries.ts';
import { beyondText, chartLabel, pointText, warmthText } from '../series-view.ts';
import type { Span } from '../span.ts';

/** What is drawn of which series over which time. */
export interface BandFigureProps {
  seriesKey: string;
  title: string;
  span: Span;
  markers?: readonly Marker[];
  syncKey?: string;
  height?: number;
  onZoom?: (from: number, to: number) => void;
}

/** One series in its learned band, with the point under the pointer (else the last one) in words. */
export function BandFigure({
  seriesKey,
  title,
  span,
  markers,
  syncKey,
  height = 190,
  onZoom,
}: BandFigureProps) {
  const band = useQuery(bandQuery(seriesKey, span));
  const { data } = band;
  const [index, setIndex] = useState<number | null>(null);
  useEffect(() => void loadPlot(), []);
  const point = data ? pointText(data.range, index) : null;
  const beyond = data ? beyondText(data.range) : null;
  return (
    <div className="min-w-0">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <p className="font-medium">{title}</p>
        {data && !data.range.warmth.ready && (
          <StateMark state="partial" className="text-sm">
            {warmthText(data.range.warmth)}
          </StateMark>
        )}
      </div>
      <p className="min-h-6 text-sm text-muted *:whitespace-nowrap">
        {point && (
          <>
            {point.which === 'silent' ? (
              <span>
                <span className="font-semibold text-text">no values since {point.clock}</span>, last{' '}
                {point.value}
              </span>
            ) : (
              <>
                <span>
                  {point.which} {point.clock} ·
                </span>{' '}
                <span className={point.isAlert ? 'font-semibold text-bad' : 'font-semibold text-text'}>
                  {point.value}
                </span>
              </>
            )}
            {' · '}
            <span>expected {point.expected}</span>
            {point.isAlert && <span className="font-semibold text-bad"> · alert</span>}
          </>
        )}
      </p>
      <Awaited query={band} what="Chart">
        <Skeleton className="w-full" style={{ height }} />
      </Awaited>
      {data && (
        <BandChart
          range={data.range}
          ends={data.ends}
          height={height}
          label={chartLabel(data.range)}
          onPoint={setIndex}
          {...(markers && { markers })}
          {...(syncKey && { syncKey })}
          {...(onZoom && { onZoom })}
        />
      )}
      {beyond && <p className="text-xs text-muted">{beyond}</p>}
    </div>
  );
}
