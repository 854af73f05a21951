'use client';
import type { Switch } from '@breakwater/control-plane/contract';
import { Button } from '../../../ui/button.tsx';
import { usePermissions } from '../../session/queries.ts';
import { useSwitchSheet } from '../use-switch-sheet.ts';

/** Opens the sheet that kills a live switch or restores a killed one. */
export function SwitchButton({
  one,
  incidentId,
  isCalm = false,
  className,
}: {
  one: Switch;
  incidentId?: string;
  /** Offered without urgency: nothing burns now. */
  isCalm?: boolean;
  className?: string;
}) {
  const { mayRespond, session } = usePermissions();
  const sheet = useSwitchSheet();
  const isLive = one.state === 'LIVE';
  const title = session && !mayRespond ? 'Needs the role responder or higher' : undefined;
  return (
    <Button
      look={!isLive ? 'outline' : isCalm ? 'quiet' : 'danger'}
      disabled={!mayRespond}
      title={title}
      aria-haspopup="dialog"
      className={className}
      onClick={() => (isLive ? sheet.openKill(one.key, incidentId) : sheet.openRestore(one.key, incidentId))}
    >
      {isLive ? 'Kill' : 'Restore'} {one.key}
    </Button>
  );
}
