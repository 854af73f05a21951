'use client';
import type { Switch } from '@breakwater/control-plane/contract';
import { Button, type ButtonLook } from '../../../ui/button.tsx';
import { GateNote } from '../../session/parts/gate-note.tsx';
import { usePermissions } from '../../session/queries.ts';
import { type SwitchVerb, stateVerbs, verbWord } from '../state-view.ts';
import { useSwitchSheet } from '../use-switch-sheet.ts';

/** Opens the sheet of what matters most in a switch's state: kill it, or restore it. */
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
  const { main } = stateVerbs[one.state];
  const look: ButtonLook = main === 'restore' ? 'outline' : isCalm ? 'quiet' : 'danger';
  return (
    <VerbButton one={one} verb={main} look={look} {...(incidentId && { incidentId })} className={className}>
      {verbWord(main, one.state)} {one.key}
    </VerbButton>
  );
}

/** Everything that one may do with a switch in its present state, the most important first. */
export function SwitchActions({ one, className }: { one: Switch; className?: string }) {
  return (
    <div className={className}>
      <SwitchButton one={one} className="w-full" />
      <div className="mt-2 flex gap-2">
        {stateVerbs[one.state].others.map((verb) => (
          <VerbButton key={verb} one={one} verb={verb} look="quiet" className="flex-1 text-sm">
            {verbWord(verb, one.state)}
            <span className="sr-only"> {one.key}</span>
          </VerbButton>
        ))}
      </div>
      <GateNote needs="responder" className="mt-2" />
    </div>
  );
}

function VerbButton({
  one,
  verb,
  incidentId,
  look,
  className,
  children,
}: {
  one: Switch;
  verb: SwitchVerb;
  incidentId?: string;
  look: ButtonLook;
  className?: string | undefined;
  children: React.ReactNode;
}) {
  const { mayRespond } = usePermissions();
  const sheet = useSwitchSheet();
  return (
    <Button
      look={look}
      // A drill's evidence is for everybody; its sheet asks for the role where it starts one.
      disabled={!mayRespond && verb !== 'drill'}
      aria-haspopup="dialog"
      className={className}
      onClick={() => sheet.open(verb, one.key, incidentId)}
    >
      {children}
    </Button>
  );
}
