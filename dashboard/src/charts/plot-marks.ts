import type { BandRange } from '@breakwater/control-plane/contract';
import type uPlot from 'uplot';
import type { ChartColours } from './chart-colours.ts';
import { alertStretches } from './plot-data.ts';

/** A moment to point out on a chart: a change, a kill, a recovery. */
export interface Marker {
  /** Epoch milliseconds. */
  at: number;
  label: string;
  tone: 'bad' | 'ok' | 'muted';
}

const stripHeight = 6;

/** Draws a strip at the bottom for each stretch in alert, and a faint tint above it. */
export function drawAlerts(plot: uPlot, range: BandRange, colours: ChartColours): void {
  const { ctx, bbox } = plot;
  const ratio = devicePixelRatio;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  ctx.fillStyle = colours.bad;
  for (const { from, to } of alertStretches(range)) {
    const left = plot.valToPos(from, 'x', true);
    const width = Math.max(3 * ratio, plot.valToPos(to, 'x', true) - left);
    ctx.globalAlpha = 0.1;
    ctx.fillRect(left, bbox.top, width, bbox.height);
    ctx.globalAlpha = 1;
    ctx.fillRect(left, bbox.top + bbox.height - stripHeight * ratio, width, stripHeight * ratio);
  }
  ctx.restore();
}

/** Draws a dashed line with its name for each marker; a name that would overlap steps up a row, or is left out. */
export function drawMarkers(plot: uPlot, markers: readonly Marker[], colours: ChartColours): void {
  const { ctx, bbox } = plot;
  const ratio = devicePixelRatio;
  ctx.save();
  ctx.font = `${11 * ratio}px ui-sans-serif, system-ui, sans-serif`;
  ctx.textBaseline = 'bottom';
  const freeFrom = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const marker of markers.toSorted((a, b) => a.at - b.at)) {
    const x = plot.valToPos(marker.at, 'x', true);
    if (x < bbox.left || x > bbox.left + bbox.width) continue;
    ctx.strokeStyle = colours[marker.tone];
    ctx.fillStyle = colours[marker.tone];
    ctx.lineWidth = ratio;
    ctx.setLineDash([4 * ratio, 3 * ratio]);
    ctx.beginPath();
    ctx.moveTo(x, bbox.top - 2 * ratio);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
    const width = ctx.measureText(marker.label).width;
    const left = Math.min(Math.max(bbox.left, x - width / 2), bbox.left + bbox.width - width);
    const row = freeFrom.findIndex((free) => left >= free);
    if (row === -1) continue;
    ctx.fillText(marker.label, left, bbox.top - (3 + row * 13) * ratio);
    freeFrom[row] = left + width + 6 * ratio;
  }
  ctx.restore();
}
