import type { BandRange } from '@breakwater/control-plane/contract';
import type uPlot from 'uplot';
import type { ChartColours } from './chart-colours.ts';
import { type Marker, placeLabels } from './marker-labels.ts';
import { alertStretches } from './plot-data.ts';

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

/** Draws a dashed line for each marker, and their names above. */
export function drawMarkers(plot: uPlot, markers: readonly Marker[], colours: ChartColours): void {
  const { ctx, bbox } = plot;
  const ratio = devicePixelRatio;
  ctx.save();
  ctx.font = `${11 * ratio}px ui-sans-serif, system-ui, sans-serif`;
  ctx.textBaseline = 'bottom';
  // The axes, drawn before, leave their own alignment behind.
  ctx.textAlign = 'left';
  const inSight = markers
    .map((marker) => ({ ...marker, x: plot.valToPos(marker.at, 'x', true) }))
    .filter(({ x }) => x >= bbox.left && x <= bbox.left + bbox.width);
  for (const marker of inSight) {
    ctx.strokeStyle = colours[marker.tone];
    ctx.lineWidth = ratio;
    ctx.setLineDash([4 * ratio, 3 * ratio]);
    ctx.beginPath();
    ctx.moveTo(marker.x, bbox.top - 2 * ratio);
    ctx.lineTo(marker.x, bbox.top + bbox.height);
    ctx.stroke();
  }
  const labels = placeLabels(inSight, {
    left: bbox.left,
    right: bbox.left + bbox.width,
    gap: 14 * ratio,
    widthOf: (text) => ctx.measureText(text).width,
  });
  for (const { text, tone, left, row } of labels) {
    ctx.fillStyle = colours[tone];
    ctx.fillText(text, left, bbox.top - (3 + row * 13) * ratio);
  }
  ctx.restore();
}
