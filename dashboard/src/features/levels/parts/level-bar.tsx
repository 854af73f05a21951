'use client';
import type { LevelStatus } from '@breakwater/control-plane/contract';
import { useQuery } from '@tanstack/react-query';
import { Awaited } from '../../../ui/awaited.tsx';
import { Card } from '../../../ui/card.tsx';
import { classes } from '../../../ui/classes.ts';
import { Disclosure } from '../../../ui/disclosure.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { StateMark } from '../../../ui/state-mark.tsx';
import { When } from '../../../ui/when.tsx';
import { GateNote } from '../../session/parts/gate-note.tsx';
import { usePermissions } from '../../session/queries.ts';
import { type LevelSegment, levelMark, levelSegments, shedsText } from '../level-view.ts';
import { levelsQuery } from '../queries.ts';
import { useLevelSheet } from '../use-level-sheet.ts';
import { LevelReport } from './level-report.tsx';

/** The degrade level from L0 to L5: where the system stands, and one step to any other. */
export function LevelBar() {
  const levels = useQuery(levelsQuery);
  return (
    <>
      <Awaited query={levels} what="Degrade level">
        <Skeleton className="h-36" />
      </Awaited>
      {levels.data && <Bar status={levels.data} />}
    </>
  );
}

function Bar({ status }: { status: LevelStatus }) {
  const segments = levelSegments(status);
  const current = segments.find(({ place }) => place === 'current')?.level;
  const mark = levelMark(status.current);
  const { lastReport } = status;
  return (
    <Card tone={mark === 'ok' ? 'plain' : mark === 'bad' ? 'bad' : 'partial'}>
      <StateMark state={mark} className="text-lg">
        {status.current}
        {current && ` · ${current.title}`}
      </StateMark>
      {current && <p className="text-sm text-muted">{shedsText(current)}</p>}
      <ol aria-label="Degrade levels" className="mt-3 grid auto-cols-fr grid-flow-col gap-1">
        {segments.map((segment) => (
          <li key={segment.level.id}>
            <Segment segment={segment} />
          </li>
        ))}
      </ol>
      <GateNote needs="responder" className="mt-2" />
      {segments.length === 1 && (
        <p className="mt-2 text-sm text-muted">The seed file of the control plane names no further level.</p>
      )}
      {status.changedAt && (
        <p className="mt-2 text-sm text-muted">
          <When at={status.changedAt} /> by {status.changedBy ?? 'unknown'}
          {status.reason && <>: “{status.reason}”</>}
        </p>
      )}
      {lastReport && lastReport.results.length > 0 && (
        <Disclosure
          key={lastReport.at}
          isOpen={lastReport.failed > 0}
          summary={<span className="text-sm font-medium">What the last change did</span>}
        >
          <LevelReport report={lastReport} />
        </Disclosure>
      )}
    </Card>
  );
}

const looks = {
  passed: 'border-partial bg-partial-tint text-text',
  above: 'border-line text-muted hover:bg-raised hover:text-text',
} as const;
const currentLooks = {
  ok: 'border-ok bg-ok-tint text-text',
  partial: 'border-partial bg-partial-tint text-text',
  bad: 'border-bad bg-bad-tint text-text',
  unknown: '',
} as const;

function Segment({ segment: { level, place, text } }: { segment: LevelSegment }) {
  const { mayRespond } = usePermissions();
  const sheet = useLevelSheet();
  const isCurrent = place === 'current';
  return (
    <button
      type="button"
      onClick={() => sheet.open(level.id)}
      disabled={isCurrent || !mayRespond}
      aria-current={isCurrent ? 'step' : undefined}
      aria-haspopup="dialog"
      title={`${level.title}: ${text}`}
      className={classes(
        'flex min-h-12 w-full flex-col items-center justify-center rounded-md border px-1 py-1 text-center disabled:cursor-default',
        isCurrent ? classes('border-2 font-bold', currentLooks[levelMark(level.id)]) : looks[place],
      )}
    >
      <span className="font-semibold">{level.id}</span>
      <span className="w-full truncate text-xs max-md:sr-only">{level.title}</span>
      <span className="sr-only">
        {text}
        {isCurrent && ', now'}
      </span>
    </button>
  );
}
