'use client';
import type { Role } from '@breakwater/control-plane/contract';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { useCallback, useEffect } from 'react';
import { ProblemError } from '../../lib/problem-error.ts';
import { sheetEntry } from '../../lib/sheet-entry.ts';
import { useNow } from '../../lib/use-now.ts';
import { Awaited } from '../../ui/awaited.tsx';
import { Button } from '../../ui/button.tsx';
import { Card, Section } from '../../ui/card.tsx';
import { Empty } from '../../ui/empty.tsx';
import { CardsSkeleton } from '../../ui/skeleton.tsx';
import { StateMark, StateShape } from '../../ui/state-mark.tsx';
import { When } from '../../ui/when.tsx';
import { GateNote } from '../session/parts/gate-note.tsx';
import { usePermissions } from '../session/queries.ts';
import { RolloutHistory } from './parts/rollout-history.tsx';
import { StageRuler } from './parts/stage-ruler.tsx';
import { VerbSheet } from './parts/verb-sheet.tsx';
import { rolloutQuery } from './queries.ts';
import { type RolloutVerb, rolloutView, rulerTone, verbs } from './rollout-view.ts';
import { verbWords } from './verb-words.ts';

const allVerbs = ['start', 'pause', 'resume', 'roll-back', 'discard'] as const;

/** One rollout: the ruler, what comes next, why it holds, the buttons and the history. */
export function RolloutPage({ id }: { id: string }) {
  const query = useQuery(rolloutQuery(id));
  const { data: rollout, error } = query;
  const [verb, setVerb] = useQueryState('do', parseAsStringLiteral(allVerbs).withOptions({ scroll: false }));
  const close = useCallback(() => sheetEntry.close(() => setVerb(null)), [setVerb]);
  const { mayRelease, mayRespond } = usePermissions();
  const now = useNow();
  const offered: readonly RolloutVerb[] = rollout ? verbs[rollout.status] : [];
  const isGone = rollout !== undefined && verb !== null && !offered.includes(verb);
  // Once done, by this sheet or by somebody else, it must not come back with the address when it is offered again.
  useEffect(() => {
    if (isGone) close();
  }, [isGone, close]);
  if (!rollout) {
    if (error instanceof ProblemError && error.status === 404) {
      return (
        <Empty title="There is no such rollout">
          <Link href="/rollouts" className="text-accent underline">
            All rollouts
          </Link>
        </Empty>
      );
    }
    return (
      <Awaited query={query} what="This rollout">
        <CardsSkeleton count={3} height="h-36" />
      </Awaited>
    );
  }

  const view = rolloutView(rollout, now);
  return (
    <article className="flex flex-col gap-6">
      <Awaited query={query} what="This rollout" />
      <header className="flex flex-wrap items-end justify-between gap-4">
        <div className="min-w-0">
          <p className="flex flex-wrap items-baseline gap-x-3 text-sm">
            <Link href="/rollouts" className="text-muted hover:underline max-md:py-3.5">
              Rollouts
            </Link>
            <StateMark state={view.mark}>{view.word}</StateMark>
          </p>
          <h1 className="mt-1 font-mono text-2xl leading-tight font-semibold tracking-tight">
            {rollout.flag}
          </h1>
          <p className="text-muted">{rollout.title}</p>
        </div>
        <div className="flex w-full flex-wrap gap-2 md:w-auto">
          {offered.map((one) => (
            <Button
              key={one}
              look={verbWords[one].look}
              disabled={verbWords[one].needsKey ? !mayRelease : !mayRespond}
              aria-haspopup="dialog"
              className="max-md:flex-1"
              onClick={() => sheetEntry.open(verb !== null, (history) => setVerb(one, { history }))}
            >
              {verbWords[one].button}
            </Button>
          ))}
          {roleNeeds(offered).map(({ needs, what }) => (
            <GateNote key={needs} {...{ needs, what }} className="w-full md:text-right" />
          ))}
        </div>
      </header>

      <Card tone={rollout.status === 'held' ? 'bad' : 'plain'} className="flex flex-col gap-4">
        <div className="flex flex-wrap items-baseline gap-x-4">
          <span className="text-4xl font-semibold tracking-tight">{rollout.percent} %</span>
          <span role="status" aria-live="off" className="text-lg text-muted">
            {view.next}
          </span>
        </div>
        {rollout.status === 'held' && (
          <p role="status" className="flex items-baseline gap-2 rounded-md bg-bad-tint px-3 py-2.5">
            <StateShape state="bad" className="translate-y-[0.1em]" />
            <span>
              {rollout.heldReason ?? 'It holds by itself.'}{' '}
              {rollout.incidentId && (
                <Link
                  href={`/incidents/${encodeURIComponent(rollout.incidentId)}`}
                  className="font-medium underline"
                >
                  Open the incident
                </Link>
              )}
            </span>
          </p>
        )}
        <StageRuler stages={view.stages} tone={rulerTone(rollout.status)} />
        <dl className="grid grid-cols-2 gap-x-6 gap-y-2 text-sm md:grid-cols-4">
          <Fact name="Takes effect on">{rollout.services.join(', ')}</Fact>
          <Fact name="Sticky by">{rollout.stickiness}</Fact>
          <Fact name="Stage entered">
            {rollout.stageEnteredAt ? <When at={rollout.stageEnteredAt} /> : '–'}
          </Fact>
          <Fact name="Planned by">{rollout.createdBy}</Fact>
        </dl>
      </Card>

      <Section title="History">
        <RolloutHistory events={rollout.events} />
      </Section>
      {verb && offered.includes(verb) && <VerbSheet key={verb} {...{ rollout, verb }} onClose={close} />}
    </article>
  );
}

/** Which role the offered verbs need, each role once. */
function roleNeeds(offered: readonly RolloutVerb[]): { needs: Role; what: string }[] {
  const groups = Map.groupBy(offered, (verb) =>
    verbWords[verb].needsKey ? ('release-manager' as const) : ('responder' as const),
  );
  return [...groups].map(([needs, verbs]) => ({
    needs,
    what: verbs.map((verb) => verbWords[verb].button).join(', '),
  }));
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-muted">{name}</dt>
      <dd className="font-medium">{children}</dd>
    </div>
  );
}
