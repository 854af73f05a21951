import { InBrowser } from '../../shell/in-browser.tsx';
import { Shell } from '../../shell/shell.tsx';
import { CardsSkeleton } from '../../ui/skeleton.tsx';

export default function ConsoleLayout({ children }: { children: React.ReactNode }) {
  return (
    <Shell>
      <InBrowser fallback={<CardsSkeleton count={4} />}>{children}</InBrowser>
    </Shell>
  );
}
