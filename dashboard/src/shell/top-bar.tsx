'use client';
import { Popover } from '@base-ui/react/popover';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { sessionQuery } from '../features/session/queries.ts';
import { AccountMenu } from './account-menu.tsx';
import { Brand } from './brand.tsx';
import { EnvironmentBadge } from './environment-badge.tsx';
import { LiveIndicator } from './live-indicator.tsx';

/** Product, environment and freshness, at the top of every page. */
export function TopBar() {
  const { data: session } = useQuery(sessionQuery);
  return (
    <header className="sticky top-0 z-30 flex h-14 items-center gap-3 border-b border-line bg-surface px-4">
      <Link href="/" aria-label="Breakwater, Now" className="flex min-h-12 items-center">
        <Brand />
      </Link>
      <EnvironmentBadge name={session?.environment} />
      <div className="ml-auto flex items-center gap-3">
        <LiveIndicator />
        <Popover.Root>
          <Popover.Trigger className="hidden min-h-10 min-w-10 items-center justify-center rounded-full border border-line bg-raised px-2 text-sm font-semibold md:inline-flex">
            <span className="sr-only">Account and theme of </span>
            {session ? initials(session.user.name) : '…'}
          </Popover.Trigger>
          <Popover.Portal>
            <Popover.Positioner side="bottom" align="end" sideOffset={8} className="z-40">
              <Popover.Popup
                aria-label="Account and theme"
                className="w-72 rounded-lg border border-line bg-surface p-4 shadow-xl outline-none"
              >
                <AccountMenu />
              </Popover.Popup>
            </Popover.Positioner>
          </Popover.Portal>
        </Popover.Root>
      </div>
    </header>
  );
}

function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  return [words[0], words.length > 1 ? words.at(-1) : undefined]
    .map((word) => word?.[0] ?? '')
    .join('')
    .toUpperCase();
}
