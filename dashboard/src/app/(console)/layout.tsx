import { Suspense } from 'react';
import { Shell } from '../../shell/shell.tsx';
import { CardsSkeleton } from '../../ui/skeleton.tsx';

export default function ConsoleLayout({ children }: { children: React.ReactNode }) {
  return (
    <Shell>
      {/* State in the address is known in the browser only: until then the page has the shape of what comes. */}
      <Suspense fallback={<CardsSkeleton count={4} />}>{children}</Suspense>
    </Shell>
  );
}
