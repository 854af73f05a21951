'use client';
import type { Session } from '@breakwater/control-plane/contract';
import { AccountMenu } from './account-menu.tsx';

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
        {session ? initials(session.user.name) : '…'}
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

function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  return [words[0], words.length > 1 ? words.at(-1) : undefined]
    .map((word) => word?.[0] ?? '')
    .join('')
    .toUpperCase();
}
