'use client';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { sessionQuery } from '../features/session/queries.ts';
import { AccountButton } from './account-button.tsx';
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
        <AccountButton session={session} />
      </div>
    </header>
  );
}
