'use client';
import type { BandRange } from '@breakwater/control-plane/contract';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import type uPlot from 'uplot';
import { Skeleton } from '../ui/skeleton.tsx';
import { onThemeChange, readColours } from './chart-colours.ts';
import { loadPlot } from './load-plot.ts';
import type { Marker } from './marker-labels.ts';
import { toPlotData, valueRange } from './plot-data.ts';
import { plotOptions } from './plot-options.ts';

interface BandChartProps {
  range: BandRange;
  /** The ends of the time axis in epoch milliseconds. */
  ends: [number, number];
  height: number;
  /** What a screen reader says instead of the picture. */
  label: string;
  markers?: readonly Marker[];
  syncKey?: string;
  /** The point under the pointer, as an index into the columns; null where there is none. */
  onPoint: (index: number | null) => void;
  onZoom?: (from: number, to: number) => void;
}

const noMarkers: readonly Marker[] = [];

/** A series inside its learned band; the height is reserved before the drawing code has come. */
export function BandChart({
  range,
  ends,
  height,
  label,
  markers = noMarkers,
  syncKey,
  onPoint,
  onZoom,
}: BandChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | undefined>(undefined);
  const [themeCount, setThemeCount] = useState(0);
  const [isDrawn, setDrawn] = useState(false);
  const shown = useRef({ range, markers, ends, values: valueRange(range, range.series.unit) });
  const point = useEffectEvent(onPoint);
  const zoom = useEffectEvent((from: number, to: number) => onZoom?.(from, to));
  const canZoom = onZoom !== undefined;
  const { unit } = range.series;

  useEffect(() => onThemeChange(() => setThemeCount((count) => count + 1)), []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new theme means new colours, thus a new drawing
  useEffect(() => {
    const host = place.current;
    if (!host) return;
    let isGone = false;
    let observer: ResizeObserver | undefined;
    void loadPlot().then(({ default: UPlot }) => {
      if (isGone) return;
      const options = plotOptions({
        width: host.clientWidth,
        height,
        unit,
        colours: readColours(),
        syncKey,
        current: () => shown.current,
        onPoint: (index) => point(index),
        onZoom: canZoom ? (from, to) => zoom(from, to) : undefined,
        utcDate: (ms) => UPlot.tzDate(new Date(ms), 'Etc/UTC'),
      });
      plot.current = new UPlot(options, toPlotData(shown.current.range), host);
      setDrawn(true);
      observer = new ResizeObserver(() => plot.current?.setSize({ width: host.clientWidth, height }));
      observer.observe(host);
    });
    return () => {
      isGone = true;
      observer?.disconnect();
      plot.current?.destroy();
      plot.current = undefined;
    };
  }, [height, unit, syncKey, canZoom, themeCount]);

  useEffect(() => {
    shown.current = { range, markers, ends, values: valueRange(range, range.series.unit) };
    plot.current?.setData(toPlotData(range));
  }, [range, markers, ends]);

  return (
    <div role="img" aria-label={label} className="relative min-w-0" style={{ height }}>
      {!isDrawn && <Skeleton className="absolute inset-0" />}
      <div ref={place} className="w-full overflow-hidden" />
    </div>
  );
}
