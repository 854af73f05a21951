'use client';
import { useSyncExternalStore } from 'react';

const never = () => () => {};

/**
 * Shows its children in the browser only, and a place holder in the server's HTML: pages are made of answers that the
 * server does not have, and that may have come before React takes the HTML over, which would then not match.
 */
export function InBrowser({ fallback, children }: { fallback: React.ReactNode; children: React.ReactNode }) {
  const isInBrowser = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  return isInBrowser ? children : fallback;
}
