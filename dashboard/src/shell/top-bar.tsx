'use client';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { LevelBadge } from '../features/levels/parts/level-badge.tsx';
import { sessionQuery } from '../features/session/queries.ts';
import { AccountButton } from './account-button.tsx';
import { Brand } from './brand.tsx';
import { EnvironmentBadge } from './environment-badge.tsx';
import { InBrowser } from './in-browser.tsx';
import { LiveIndicator } from './live-indicator.tsx';
import { PaletteButton } from './palette-button.tsx';

/** Product, environment and freshness, at the top of every page. */
export function TopBar() {
  const { data: session } = useQuery(sessionQuery);
  return (
    <header className="group sticky top-0 z-30 flex h-14 items-center gap-2 border-b md:gap-3 border-line bg-surface px-4">
      <Link href="/" aria-label="Breakwater, Now" className="flex min-h-12 min-w-7 items-center">
        <Brand />
      </Link>
      <EnvironmentBadge name={session?.environment} />
      <InBrowser fallback={null}>
        <LevelBadge />
      </InBrowser>
      <div className="ml-auto flex items-center gap-1 md:gap-3">
        <InBrowser fallback={null}>
          <PaletteButton />
        </InBrowser>
        <LiveIndicator />
        <AccountButton session={session} />
      </div>
    </header>
  );
}
