'use client';
import type { Switch } from '@breakwater/control-plane/contract';
import { useQuery } from '@tanstack/react-query';
import { sentenceOf } from '../../../lib/problem-error.ts';
import { useLate } from '../../../lib/use-late.ts';
import { useNow } from '../../../lib/use-now.ts';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { StateMark } from '../../../ui/state-mark.tsx';
import { blastRadiusView, type Figure } from '../blast-radius-view.ts';
import { previewQuery } from '../queries.ts';

/** What a flip would touch, live, before the tap. A kill never waits for it. */
export function BlastRadius({ one }: { one: Switch }) {
  const { data, error } = useQuery(previewQuery(one.key));
  const isLate = useLate(2000);
  const now = useNow();
  if (!data) {
    if (!error && !isLate) return <Skeleton className="h-48" />;
    return (
      <p className="rounded-md border border-dashed border-line px-3 py-2 text-sm text-muted">
        What this would touch is not known now{error ? `: ${sentenceOf(error)}` : '.'} The kill works all the
        same.
      </p>
    );
  }
  const view = blastRadiusView(data, one.dependency, now);
  return (
    <section aria-label="What this touches" className="rounded-md border border-line bg-page">
      <p className="px-3 py-2 text-sm">{view.summary}</p>
      <dl className="grid grid-cols-2 border-t border-line">
        {view.figures.map((figure) => (
          <FigureCell key={figure.name} figure={figure} />
        ))}
      </dl>
      <div className="border-t border-line px-3 py-2 text-sm">
        {view.services && <p className="text-muted">{view.services}</p>}
        <StateMark state={view.reach.mark}>{view.reach.text}</StateMark>
        <ul>
          {view.missed.map(({ id, mark, detail }) => (
            <li key={id} className="mt-1">
              <StateMark state={mark}>
                <span className="font-mono">{id}</span>
              </StateMark>{' '}
              <span className="text-muted">{detail}</span>
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}

function FigureCell({ figure: { name, value, note, mark } }: { figure: Figure }) {
  return (
    <div className="min-w-0 px-3 py-1.5 even:border-l even:border-line nth-[n+3]:border-t nth-[n+3]:border-line">
      <dt className="text-xs text-muted">{name}</dt>
      <dd>
        {mark ? (
          <StateMark state={mark}>{value}</StateMark>
        ) : (
          <span className="text-lg leading-tight font-semibold">{value}</span>
        )}
        <span className="block text-xs text-muted">{note}</span>
      </dd>
    </div>
  );
}
