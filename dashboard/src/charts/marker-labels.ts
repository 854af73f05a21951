/** A moment to point out on a chart: a change, a kill, a recovery. */
export interface Marker {
  /** Epoch milliseconds. */
  at: number;
  label: string;
  tone: 'bad' | 'ok' | 'muted';
}

/** Where a name stands above a chart: its left end, and its row counted upwards. */
export interface PlacedLabel {
  text: string;
  tone: Marker['tone'];
  left: number;
  row: number;
}

interface Room {
  left: number;
  right: number;
  /** Names in one row stand at least this far apart. */
  gap: number;
  widthOf: (text: string) => number;
}

const rows = 2;

/**
 * Puts each name over its line. The same name again, where it would touch the one before, is counted in it (`restored ×2`);
 * another one steps up a row, or is left out where no row has room. Lengths in the chart's own pixels.
 */
export function placeLabels(markers: readonly (Marker & { x: number })[], room: Room): PlacedLabel[] {
  const free = Array.from({ length: rows }, () => Number.NEGATIVE_INFINITY);
  return countTogether(markers, room).flatMap(({ text, tone, x }) => {
    const width = room.widthOf(text);
    const left = Math.min(Math.max(room.left, x - width / 2), room.right - width);
    const row = free.findIndex((from) => left >= from);
    if (row === -1) return [];
    free[row] = left + width + room.gap;
    return [{ text, tone, left, row }];
  });
}

interface Group {
  label: string;
  text: string;
  tone: Marker['tone'];
  count: number;
  firstX: number;
  lastX: number;
  x: number;
}

function countTogether(markers: readonly (Marker & { x: number })[], { widthOf, gap }: Room): Group[] {
  const groups: Group[] = [];
  for (const { label, tone, x } of markers.toSorted((a, b) => a.at - b.at)) {
    const last = groups.findLast((group) => group.label === label && group.tone === tone);
    if (last && x - last.lastX < widthOf(label) + gap) {
      last.count += 1;
      last.lastX = x;
      last.x = (last.firstX + x) / 2;
      last.text = `${label} ×${last.count}`;
    } else {
      groups.push({ label, text: label, tone, count: 1, firstX: x, lastX: x, x });
    }
  }
  return groups.toSorted((a, b) => a.x - b.x);
}
