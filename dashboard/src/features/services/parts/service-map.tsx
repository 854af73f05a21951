'use client';
import type { Health, ServiceList } from '@breakwater/control-plane/contract';
import Link from 'next/link';
import { useMemo } from 'react';
import { classes } from '../../../ui/classes.ts';
import { StateMark } from '../../../ui/state-mark.tsx';
import { layoutMap, type Place, passingHeight } from '../map-layout.ts';

const rowHeight = 84;
const nodeHeight = 60;
/** How far from the middle of a node a line passes it. */
const clearance = nodeHeight / 2 + 8;
/** The share of a column's width that a node takes. */
const nodeShare = 0.72;

const borders: Record<Health, string> = {
  ok: 'border-ok',
  partial: 'border-partial',
  bad: 'border-bad',
  unknown: 'border-dashed border-unknown',
};

/** Who calls whom, callers to the left; on phones the list below says the same. */
export function ServiceMap({ list, chosen }: { list: ServiceList; chosen: string | null }) {
  const layout = useMemo(
    () =>
      layoutMap(
        list.services.map(({ name }) => name),
        list.topology,
      ),
    [list],
  );
  const rows = Math.max(1, ...layout.places.map((place) => place.rows));
  const height = rows * rowHeight;
  const places = new Map(layout.places.map((place) => [place.name, place]));
  const health = new Map(list.services.map((service) => [service.name, service.health]));
  const x = (place: Place) => ((place.column + 0.5) / layout.columns) * 100;
  const y = (place: Place) => ((place.row + 0.5) / place.rows) * height;
  const half = (nodeShare / layout.columns / 2) * 100;
  const centres = Map.groupBy(layout.places, ({ column }) => column);

  /** From node to node, past those that stand in the columns between. */
  function line(from: Place, to: Place): string {
    const stops = [{ left: 0, right: x(from) + half, y: y(from) }];
    for (let column = from.column + 1; column < to.column; column++) {
      const middle = ((column + 0.5) / layout.columns) * 100;
      const straight = y(from) + ((y(to) - y(from)) * (column - from.column)) / (to.column - from.column);
      const passing = passingHeight(straight, (centres.get(column) ?? []).map(y), clearance);
      stops.push({ left: middle - half, right: middle + half, y: passing });
    }
    stops.push({ left: x(to) - half, right: 100, y: y(to) });
    const [start, ...rest] = stops;
    let [atX, atY] = [start!.right, start!.y];
    let path = `M${atX} ${atY}`;
    for (const stop of rest) {
      const bend = (stop.left - atX) / 2;
      path += `C${atX + bend} ${atY} ${stop.left - bend} ${stop.y} ${stop.left} ${stop.y}`;
      if (stop !== rest.at(-1)) path += `H${stop.right}`;
      [atX, atY] = [stop.right, stop.y];
    }
    return path;
  }

  return (
    <div className="relative hidden md:block" style={{ height }}>
      <svg
        aria-hidden="true"
        className="absolute inset-0 size-full"
        viewBox={`0 0 100 ${height}`}
        preserveAspectRatio="none"
      >
        {list.topology.map(({ caller, callee }) => {
          const [from, to] = [places.get(caller), places.get(callee)];
          if (!from || !to || from === to) return null;
          const isMarked = chosen === caller || chosen === callee;
          return (
            <path
              key={`${caller} ${callee}`}
              d={line(from, to)}
              className={isMarked ? 'stroke-accent' : 'stroke-line-strong'}
              fill="none"
              strokeWidth={isMarked ? 2 : 1.2}
              vectorEffect="non-scaling-stroke"
            />
          );
        })}
      </svg>
      <ul aria-label="Service map">
        {layout.places.map((place) => {
          const state = health.get(place.name) ?? 'unknown';
          return (
            <li
              key={place.name}
              className="absolute -translate-x-1/2 -translate-y-1/2"
              style={{ left: `${x(place)}%`, top: y(place), width: `${half * 2}%`, height: nodeHeight }}
            >
              <Link
                href={`/services?service=${encodeURIComponent(place.name)}`}
                scroll={false}
                className={classes(
                  'flex h-full flex-col justify-center overflow-hidden rounded-md border-2 bg-surface px-2.5 leading-tight hover:bg-raised',
                  borders[state],
                  chosen === place.name && 'ring-2 ring-accent ring-offset-2 ring-offset-page',
                )}
              >
                <span className="truncate font-medium">{place.name}</span>
                <StateMark state={state} className="text-sm">
                  {state}
                </StateMark>
              </Link>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
