'use client';
import { SwitchSheets } from '../features/switches/parts/switch-sheets.tsx';
import { useLive } from '../live/use-live.ts';
import { InBrowser } from './in-browser.tsx';
import { StaleBanner } from './live-indicator.tsx';
import { BottomNavigation, SideNavigation } from './navigation.tsx';
import { TopBar } from './top-bar.tsx';

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
      </InBrowser>
    </>
  );
}
