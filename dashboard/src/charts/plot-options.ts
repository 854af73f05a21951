import type { BandRange } from '@breakwater/control-plane/contract';
import type uPlot from 'uplot';
import { timeTickSpace, timeTicks, valueTick } from './axis-ticks.ts';
import type { ChartColours } from './chart-colours.ts';
import type { Marker } from './marker-labels.ts';
import { lonePoints } from './plot-data.ts';
import { drawAlerts, drawMarkers } from './plot-marks.ts';

const font = '12px ui-sans-serif, system-ui, sans-serif';

/** The position of the value among the columns. */
const valueSeries = 4;

/** What a chart is made of besides its data; `current` gives what changes while the chart lives. */
export interface PlotSetup {
  width: number;
  height: number;
  unit: string;
  colours: ChartColours;
  syncKey: string | undefined;
  current: () => {
    range: BandRange;
    markers: readonly Marker[];
    ends: [number, number];
    values: [number, number];
  };
  onPoint: (index: number | null) => void;
  onZoom: ((from: number, to: number) => void) | undefined;
  utcDate: (ms: number) => Date;
}

/** The options of a band chart: band, expected, value, alert marks; all times in UTC on a 24-hour clock. */
export function plotOptions(setup: PlotSetup): uPlot.Options {
  const { colours, unit, current } = setup;
  const axis = {
    stroke: colours.muted,
    font,
    ticks: { show: false },
    grid: { stroke: colours.line, width: 1 },
  };
  const points = { show: false };
  return {
    width: setup.width,
    height: setup.height,
    ms: 1,
    tzDate: setup.utcDate,
    padding: [() => (current().markers.length > 0 ? 30 : 12), 24, 0, 0],
    legend: { show: false },
    cursor: {
      y: false,
      drag: { x: setup.onZoom !== undefined, y: false, setScale: false },
      points: {
        size: (_, series) => (series === valueSeries ? 7 : 0),
        fill: colours.trace,
        stroke: colours.surface,
      },
      ...(setup.syncKey ? { sync: { key: setup.syncKey } } : {}),
    },
    scales: { x: { time: true, range: () => current().ends }, y: { range: () => current().values } },
    axes: [
      {
        ...axis,
        space: (_, __, from, to, width) => timeTickSpace(to - from, width),
        size: 24,
        values: (_, splits) => timeTicks(splits),
      },
      {
        ...axis,
        size: 62,
        space: 34,
        values: (_, splits) => splits.map((value) => valueTick(value, unit)),
      },
    ],
    series: [
      {},
      { stroke: colours.bandLine, width: 1, points },
      { stroke: colours.bandLine, width: 1, points },
      { stroke: colours.ok, width: 1, dash: [3, 4], points },
      {
        stroke: colours.trace,
        width: 1.6,
        // A value between two gaps has no line; without a dot it would not be seen.
        points: {
          show: true,
          size: 4,
          fill: colours.trace,
          filter: (plot) => lonePoints(plot.data[valueSeries] ?? []),
        },
      },
    ],
    bands: [{ series: [1, 2], fill: colours.band }],
    hooks: {
      draw: [
        (plot) => drawAlerts(plot, current().range, colours),
        (plot) => drawMarkers(plot, current().markers, colours),
      ],
      setCursor: [(plot) => setup.onPoint(plot.cursor.idx ?? null)],
      setSelect: [
        (plot) => {
          const { left, width } = plot.select;
          if (width < 8) return;
          setup.onZoom?.(Math.round(plot.posToVal(left, 'x')), Math.round(plot.posToVal(left + width, 'x')));
          plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
        },
      ],
    },
  };
}
