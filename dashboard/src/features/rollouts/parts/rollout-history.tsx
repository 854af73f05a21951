import type { RolloutEvent } from '@breakwater/control-plane/contract';
import { withoutWord } from '../../../lib/text.ts';
import { When } from '../../../ui/when.tsx';

const words: Record<RolloutEvent['kind'], string> = {
  created: 'Planned',
  started: 'Started',
  stage_entered: 'Stage entered',
  held: 'Held',
  released: 'Released',
  paused: 'Paused',
  resumed: 'Resumed',
  rolled_back: 'Rolled back',
  completed: 'Completed',
  discarded: 'Discarded',
};

/** What happened to a rollout, newest first. */
export function RolloutHistory({ events }: { events: readonly RolloutEvent[] }) {
  if (events.length === 0) return <p className="text-muted">Nothing has happened yet.</p>;
  return (
    <ol className="divide-y divide-line rounded-lg border border-line bg-surface">
      {events
        .toSorted((a, b) => a.at.localeCompare(b.at))
        .toReversed()
        .map((event) => (
          <li key={`${event.at} ${event.kind}`} className="px-4 py-2.5">
            <p>
              <span className="text-sm text-muted">{words[event.kind]} · </span>
              {withoutWord(event.text, words[event.kind])}
            </p>
            <p className="text-sm text-muted">
              <When at={event.at} /> · {event.actor}
            </p>
          </li>
        ))}
    </ol>
  );
}
