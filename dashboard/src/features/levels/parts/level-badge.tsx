'use client';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { StateShape } from '../../../ui/state-mark.tsx';
import { levelMark } from '../level-view.ts';
import { levelsQuery } from '../queries.ts';

/** The degrade level at the top of every page while anything is shed; nothing at L0. */
export function LevelBadge() {
  const status = useQuery(levelsQuery).data;
  if (!status || status.current === 'L0') return null;
  const title = status.levels.find(({ id }) => id === status.current)?.title;
  return (
    <Link
      href="/switches"
      data-level={status.current}
      className="inline-flex min-h-12 items-center gap-1.5 text-sm font-bold md:min-h-9"
    >
      <StateShape state={levelMark(status.current)} />
      <span>
        <span className="sr-only">Degrade level </span>
        {status.current}
      </span>
      {title && <span className="hidden font-medium text-muted lg:inline">{title}</span>}
    </Link>
  );
}
