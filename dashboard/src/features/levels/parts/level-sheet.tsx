'use client';
import type { Level, LevelStatus, Switch } from '@breakwater/control-plane/contract';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { isTyped } from '../../../lib/typed-key.ts';
import { Button } from '../../../ui/button.tsx';
import { ProblemNote } from '../../../ui/problem-note.tsx';
import { ReasonField } from '../../../ui/reason-field.tsx';
import { Sheet, SheetActions, SheetText } from '../../../ui/sheet.tsx';
import { SheetDone } from '../../../ui/sheet-done.tsx';
import { SheetForm } from '../../../ui/sheet-form.tsx';
import { TypedKeyField } from '../../../ui/typed-key-field.tsx';
import { switchesQuery } from '../../switches/queries.ts';
import { useChangeLevel } from '../actions.ts';
import { type LevelChange, levelChange, prefilledLevelReason, shedsText } from '../level-view.ts';
import { levelsQuery } from '../queries.ts';
import { useLevelSheet } from '../use-level-sheet.ts';
import { LevelReport } from './level-report.tsx';

/** The sheet of the level that the address asks for, over whatever page is open. */
export default function LevelSheet() {
  const { level: id, close } = useLevelSheet();
  const status = useQuery(levelsQuery).data;
  const switches = useQuery(switchesQuery).data?.switches ?? [];
  const target = status?.levels.find((level) => level.id === id);
  if (id === null || !status) return null;
  if (!target) {
    return (
      <Sheet open onClose={close} title="No such level">
        <SheetText>Levels go from L0 to L5.</SheetText>
        <Button onClick={close} className="mt-4 w-full">
          Close
        </Button>
      </Sheet>
    );
  }
  return <ChangeSheet key={id} {...{ target, status, switches }} onClose={close} />;
}

interface ChangeSheetProps {
  target: Level;
  status: LevelStatus;
  switches: readonly Switch[];
  onClose: () => void;
}

/** Raising takes one sheet and one tap; lowering gives features back, so the level is typed out first. */
function ChangeSheet({ target, status, switches, onClose }: ChangeSheetProps) {
  const change = levelChange(status, target, switches);
  // The answer moves the present level: what was asked for stays as it was.
  const [isRaise] = useState(change.direction === 'raise');
  const act = useChangeLevel();
  const [reason, setReason] = useState(() => prefilledLevelReason(change.direction));
  const [typed, setTyped] = useState('');
  const isReady = reason.trim().length >= 3 && (isRaise || isTyped(typed, target.id));

  if (act.data) {
    return (
      <Sheet open onClose={onClose} title={`${isRaise ? 'Raised' : 'Lowered'} to ${target.id}`}>
        <div className="mt-3">
          <LevelReport report={act.data.report} />
        </div>
        <SheetDone onClose={onClose} />
      </Sheet>
    );
  }

  return (
    <Sheet
      open
      onClose={onClose}
      title={`${isRaise ? 'Raise' : 'Lower'} from ${status.current} to ${target.id}, ${target.title}?`}
    >
      <SheetText>{shedsText(target)}</SheetText>
      <SheetForm
        onSubmit={() => {
          if (!isReady) return;
          act.mutate({
            level: target.id,
            reason: reason.trim(),
            ...(!isRaise && { confirm: target.id }),
          });
        }}
      >
        <Effect change={change} switches={switches} />
        <ReasonField value={reason} onChange={setReason} />
        {!isRaise && (
          <TypedKeyField
            label={`Type ${target.id} to lower to it`}
            wanted={target.id}
            value={typed}
            onChange={setTyped}
            autoCapitalize="characters"
          />
        )}
        <ProblemNote error={act.error} />
        <SheetActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            look={isRaise ? 'danger' : 'primary'}
            busy={act.isPending}
            disabled={!isReady}
          >
            {isRaise ? 'Raise' : 'Lower'} to {target.id}
          </Button>
        </SheetActions>
      </SheetForm>
    </Sheet>
  );
}

function Effect({ change, switches }: { change: LevelChange; switches: readonly Switch[] }) {
  const lost = (key: string) => switches.find((one) => one.key === key)?.sheds;
  return (
    <div className="flex flex-col gap-2 text-sm">
      {change.direction === 'same' && <p>The system stands there already.</p>}
      <Effects title="Killed by this" lines={change.kills.map((key) => ({ key, text: lost(key) }))} />
      <Effects
        title="Go back to what they were"
        lines={change.returns.map(({ key, to }) => ({ key, text: to }))}
      />
      {change.already.length > 0 && (
        <p className="text-muted">Killed already, and left so: {change.already.join(', ')}.</p>
      )}
      {change.direction === 'raise' && change.kills.length === 0 && (
        <p className="text-muted">No switch changes: all of them are killed already, or it sheds none.</p>
      )}
    </div>
  );
}

function Effects({ title, lines }: { title: string; lines: { key: string; text: string | undefined }[] }) {
  if (lines.length === 0) return null;
  return (
    <div>
      <h3 className="font-medium">{title}</h3>
      <ul className="mt-1 divide-y divide-line rounded-md border border-line">
        {lines.map(({ key, text }) => (
          <li key={key} className="flex flex-wrap items-baseline justify-between gap-x-3 px-3 py-1.5">
            <span className="font-mono">{key}</span>
            <span className="text-muted">{text}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
