'use client';
import type { Session } from '@breakwater/control-plane/contract';
import { AccountMenu } from './account-menu.tsx';
import { shortName } from './short-name.ts';

/** Opens who is signed in, the theme and the way out; the browser's own popover closes itself. */
export function AccountButton({ session }: { session: Session | undefined }) {
  return (
    <>
      <button
        type="button"
        popoverTarget="account"
        className="hidden min-h-10 min-w-10 items-center justify-center rounded-full border border-line bg-raised px-2 text-sm font-semibold md:inline-flex"
      >
        <span className="sr-only">Account and theme of </span>
        {session ? shortName(session.user.name) : '…'}
      </button>
      <div
        id="account"
        popover="auto"
        role="dialog"
        aria-label="Account and theme"
        className="fixed inset-auto top-14 right-4 w-72 rounded-lg border border-line bg-surface p-4 text-text shadow-xl"
      >
        <AccountMenu />
      </div>
    </>
  );
}
