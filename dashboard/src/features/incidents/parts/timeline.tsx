import type { Incident } from '@breakwater/control-plane/contract';
import { formatInstant } from '../../../lib/time.ts';
import { Section } from '../../../ui/card.tsx';
import { StateShape } from '../../../ui/state-mark.tsx';
import { timelineLines } from '../timeline-view.ts';

/** What happened, oldest first, with the distance from the first symptom. */
export function Timeline({ incident }: { incident: Incident }) {
  return (
    <Section title="Timeline" aside="from the first symptom">
      <ol className="rounded-lg border border-line bg-surface px-4 py-1">
        {timelineLines(incident).map((line, i) => (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: two entries may be equal in all they say
            key={`${line.at} ${line.kind} ${i}`}
            className="grid grid-cols-[5.5rem_1rem_minmax(0,1fr)] items-baseline gap-x-3 py-2"
          >
            <time
              dateTime={line.at}
              title={formatInstant(line.at)}
              className="text-right text-sm whitespace-nowrap text-muted"
            >
              {line.offset}
            </time>
            {line.mark ? (
              <StateShape state={line.mark} className="translate-y-[0.1em]" />
            ) : (
              <span
                aria-hidden="true"
                className="mx-auto size-1.5 -translate-y-0.5 rounded-full bg-line-strong"
              />
            )}
            <p>
              <span className="text-sm text-muted">{line.word} · </span>
              {line.text}
              {line.actor && <span className="text-sm text-muted"> · {line.actor}</span>}
            </p>
          </li>
        ))}
      </ol>
    </Section>
  );
}
