'use client';
import { useQuery } from '@tanstack/react-query';
import { usePathname } from 'next/navigation';
import { useNow } from '../../../lib/use-now.ts';
import { Button } from '../../../ui/button.tsx';
import { StateShape } from '../../../ui/state-mark.tsx';
import { GateNote } from '../../session/parts/gate-note.tsx';
import { usePermissions } from '../../session/queries.ts';
import { switchesQuery } from '../queries.ts';
import { needingRenewal } from '../switch-view.ts';
import { termView } from '../term-view.ts';
import { useSwitchSheet } from '../use-switch-sheet.ts';

/** Where the switch itself stands in view with its warning. */
const shownThere = ['/', '/switches'];

/** The kills that need somebody, on every page that does not show them anyway: no kill is forgotten. */
export function RenewBanner() {
  const pathname = usePathname();
  const now = useNow();
  const { mayRespond } = usePermissions();
  const sheet = useSwitchSheet();
  const switches = useQuery(switchesQuery).data?.switches ?? [];
  const waiting = shownThere.includes(pathname) ? [] : needingRenewal(switches);
  return (
    <div role="status" aria-live="polite" aria-relevant="additions">
      {waiting.map((one) => (
        <div
          key={one.key}
          className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-partial bg-partial-tint px-4 py-1.5"
        >
          <p className="flex min-w-0 flex-1 basis-64 items-baseline gap-2">
            <StateShape state="partial" className="translate-y-[0.1em]" />
            <span className="min-w-0">
              <span className="font-mono font-semibold">{one.key}</span>:{' '}
              {one.term && termView(one.term, now).warning}
            </span>
          </p>
          <Button disabled={!mayRespond} aria-haspopup="dialog" onClick={() => sheet.open('renew', one.key)}>
            Renew<span className="sr-only"> {one.key}</span>
          </Button>
          <GateNote needs="responder" className="basis-full" />
        </div>
      ))}
    </div>
  );
}
