'use client';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useState } from 'react';
import { incidentsQuery } from '../features/incidents/queries.ts';
import { rolloutsQuery } from '../features/rollouts/queries.ts';
import { switchesQuery } from '../features/switches/queries.ts';
import { classes } from '../ui/classes.ts';
import { Sheet } from '../ui/sheet.tsx';
import { AccountMenu } from './account-menu.tsx';
import { type Attention, attention } from './attention.ts';
import { PlaceIcon } from './place-icon.tsx';
import { isAt, type Place, places } from './places.ts';

const inBottomBar = 4;

function useAttention() {
  const incidents = useQuery(incidentsQuery).data;
  const switches = useQuery(switchesQuery).data;
  const rollouts = useQuery(rolloutsQuery).data;
  return attention({ incidents, switches, rollouts });
}

/** The way through the pages at the left edge of wide screens. */
export function SideNavigation() {
  const pathname = usePathname();
  const waiting = useAttention();
  return (
    <nav
      aria-label="Pages"
      className="sticky top-14 hidden h-[calc(100dvh-3.5rem)] w-48 shrink-0 overflow-y-auto border-r border-line p-3 md:block"
    >
      <ul className="flex flex-col gap-0.5">
        {places.map((place) => (
          <li key={place.href}>
            <PlaceLink {...{ place, pathname, waiting: waiting[place.name] }} className="min-h-10 px-2.5" />
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** The way through the pages at the bottom of phones, in reach of the thumb. */
export function BottomNavigation() {
  const pathname = usePathname();
  const waiting = useAttention();
  const [isMoreOpen, setMoreOpen] = useState(false);
  const rest = places.slice(inBottomBar);
  return (
    <nav
      aria-label="Pages"
      className="fixed inset-x-0 bottom-0 z-30 border-t border-line bg-surface pb-[env(safe-area-inset-bottom)] md:hidden"
    >
      <ul className="grid grid-cols-5">
        {places.slice(0, inBottomBar).map((place) => (
          <li key={place.href}>
            <BottomLink {...{ place, pathname, waiting: waiting[place.name] }} />
          </li>
        ))}
        <li>
          <button
            type="button"
            onClick={() => setMoreOpen(true)}
            aria-haspopup="dialog"
            className={classes(
              bottomItem,
              rest.some((place) => isAt(place, pathname)) ? 'text-accent' : 'text-muted',
            )}
          >
            <svg viewBox="0 0 24 24" aria-hidden="true" className="size-5" fill="currentColor">
              <circle cx="5" cy="12" r="1.8" />
              <circle cx="12" cy="12" r="1.8" />
              <circle cx="19" cy="12" r="1.8" />
            </svg>
            More
          </button>
        </li>
      </ul>
      <Sheet open={isMoreOpen} onClose={() => setMoreOpen(false)} title="More">
        <ul className="mt-3 grid grid-cols-2 gap-2">
          {rest.map((place) => (
            <li key={place.href}>
              <PlaceLink
                {...{ place, pathname, waiting: waiting[place.name] }}
                className="min-h-13 border border-line px-3"
                onFollow={() => setMoreOpen(false)}
              />
            </li>
          ))}
        </ul>
        <div className="mt-4 border-t border-line pt-4">
          <AccountMenu />
        </div>
      </Sheet>
    </nav>
  );
}

interface PlaceLinkProps {
  place: Place;
  pathname: string;
  waiting: Attention | undefined;
  className?: string;
  onFollow?: () => void;
}

function PlaceLink({ place, pathname, waiting, className, onFollow }: PlaceLinkProps) {
  const isHere = isAt(place, pathname);
  return (
    <Link
      href={place.href}
      {...(onFollow && { onClick: onFollow })}
      aria-current={isHere ? 'page' : undefined}
      className={classes(
        'flex items-center gap-2.5 rounded-md font-medium',
        isHere ? 'bg-raised text-text' : 'text-muted hover:bg-raised hover:text-text',
        className,
      )}
    >
      <PlaceIcon name={place.name} />
      <span className="flex-1">{place.name}</span>
      <Badge waiting={waiting} />
    </Link>
  );
}

const bottomItem =
  'relative flex min-h-14 w-full flex-col items-center justify-center gap-0.5 text-xs font-medium';

function BottomLink({ place, pathname, waiting }: PlaceLinkProps) {
  const isHere = isAt(place, pathname);
  return (
    <Link
      href={place.href}
      aria-current={isHere ? 'page' : undefined}
      className={classes(bottomItem, isHere ? 'text-accent' : 'text-muted')}
    >
      <PlaceIcon name={place.name} />
      {place.name}
      <span className="absolute top-1 left-1/2 ml-2">
        <Badge waiting={waiting} />
      </span>
    </Link>
  );
}

function Badge({ waiting }: { waiting: Attention | undefined }) {
  if (!waiting) return null;
  return (
    <span className="inline-block min-w-5 rounded-full bg-danger px-1.5 text-center text-xs leading-5 font-bold text-danger-text">
      <span aria-hidden="true">{waiting.count}</span>
      <span className="sr-only">, {waiting.words}</span>
    </span>
  );
}
