'use client';
import dynamic from 'next/dynamic';
import { JournalBanner } from '../features/killability/parts/journal-banner.tsx';
import { useLevelSheet } from '../features/levels/use-level-sheet.ts';
import { RenewBanner } from '../features/switches/parts/renew-banner.tsx';
import { SwitchSheets } from '../features/switches/sheets/switch-sheets.tsx';
import { useLive } from '../live/use-live.ts';
import { InBrowser } from './in-browser.tsx';
import { StaleBanner } from './live-indicator.tsx';
import { BottomNavigation, SideNavigation } from './navigation.tsx';
import { TopBar } from './top-bar.tsx';

// Levels are rarely changed: the code of their sheet comes only then.
const LevelSheet = dynamic(() => import('../features/levels/parts/level-sheet.tsx'));

/** What stands around every page of someone who is signed in. */
export function Shell({ children }: { children: React.ReactNode }) {
  useLive();
  return (
    <>
      <a
        href="#page"
        className="sr-only z-50 rounded-md bg-accent px-4 py-3 font-semibold text-accent-text focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        Skip to the page
      </a>
      <TopBar />
      <div className="flex">
        <SideNavigation />
        <div className="min-w-0 flex-1">
          <StaleBanner />
          <JournalBanner />
          <InBrowser fallback={null}>
            <RenewBanner />
          </InBrowser>
          <main
            id="page"
            tabIndex={-1}
            className="mx-auto max-w-6xl px-4 pt-5 pb-28 outline-none md:px-6 md:pb-12"
          >
            {children}
          </main>
        </div>
      </div>
      <BottomNavigation />
      <InBrowser fallback={null}>
        <SwitchSheets />
        <LevelSheetWhenAsked />
      </InBrowser>
    </>
  );
}

function LevelSheetWhenAsked() {
  return useLevelSheet().level === null ? null : <LevelSheet />;
}
