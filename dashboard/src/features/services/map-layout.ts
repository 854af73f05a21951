/** A call between two services. */
export interface Call {
  caller: string;
  callee: string;
}

/** Where a service stands on the map: its column and its place in it. */
export interface Place {
  name: string;
  column: number;
  row: number;
  rows: number;
}

/**
 * The way past the boxes of a column for a line that would cross it at `y`: `y` itself where it is clear, else the nearest
 * height at least `clearance` from each centre. Pure, cost O(centres²).
 */
export function passingHeight(y: number, centres: readonly number[], clearance: number): number {
  const isClear = (height: number) => centres.every((centre) => Math.abs(height - centre) >= clearance);
  if (isClear(y)) return y;
  const ways = centres.flatMap((centre) => [centre - clearance, centre + clearance]).filter(isClear);
  return ways.toSorted((a, b) => Math.abs(a - y) - Math.abs(b - y))[0] ?? y;
}

/** Puts callers left of what they call, as far left as they can stand; cycles are cut where they close. Pure, cost O(services × calls). */
export function layoutMap(
  names: readonly string[],
  calls: readonly Call[],
): { columns: number; places: Place[] } {
  const known = new Set([...names, ...calls.flatMap(({ caller, callee }) => [caller, callee])]);
  const column = new Map<string, number>();
  const visiting = new Set<string>();

  function columnOf(name: string): number {
    const settled = column.get(name);
    if (settled !== undefined) return settled;
    if (visiting.has(name)) return -1;
    visiting.add(name);
    const callers = calls.filter(({ callee, caller }) => callee === name && caller !== name);
    const place = Math.max(-1, ...callers.map(({ caller }) => columnOf(caller))) + 1;
    visiting.delete(name);
    column.set(name, place);
    return place;
  }

  for (const name of [...known].toSorted()) columnOf(name);
  const byColumn = Map.groupBy([...known].toSorted(), columnOf);
  const places = [...byColumn].flatMap(([at, members]) =>
    members.map((name, row) => ({ name, column: at, row, rows: members.length })),
  );
  return { columns: Math.max(0, ...byColumn.keys()) + 1, places };
}
