import { formatShare } from '../../../lib/numbers.ts';
import { Card, Section } from '../../../ui/card.tsx';
import { Disclosure } from '../../../ui/disclosure.tsx';
import { Meter } from '../../../ui/meter.tsx';
import { StateMark } from '../../../ui/state-mark.tsx';
import { ChangeLine } from '../../changes/parts/change-line.tsx';
import type { IncidentView, JudgedChange } from '../incident-view.ts';
import { Reasons } from './reasons.tsx';

/** The changes that may have done it, best first, and those that did not, each with its reasons. */
export function Suspects({ view }: { view: IncidentView }) {
  return (
    <Section title="Suspects" aside={view.suspects.length === 0 ? undefined : 'A suspect is not yet a cause'}>
      {view.suspects.length === 0 ? (
        <p className="text-muted">{view.verdict}</p>
      ) : (
        <Card className="p-0!">
          <ol className="divide-y divide-line">
            {view.suspects.map((suspect, rank) => (
              <li key={suspect.changeId} className="px-4 py-3">
                <Judged judged={suspect} />
                <Meter
                  share={suspect.confidence ?? 0}
                  label={`Suspect ${rank + 1}: ${formatShare(suspect.confidence ?? 0)} sure`}
                  tone={rank === 0 ? 'bad' : 'muted'}
                  className="mt-1.5 h-1.5"
                />
                <p className="mt-0.5 text-sm text-muted">{formatShare(suspect.confidence ?? 0)} sure</p>
                <Reasons reasons={suspect.reasons} />
              </li>
            ))}
          </ol>
        </Card>
      )}
      {view.cleared.length > 0 && (
        <Disclosure
          className="mt-3 rounded-lg border border-line bg-surface [&>summary]:px-4"
          summary={
            <>
              <StateMark state="ok">Cleared: {view.cleared.length}</StateMark>
              <span className="text-sm text-muted">and why</span>
            </>
          }
        >
          <ul className="divide-y divide-line border-t border-line">
            {view.cleared.map((cleared) => (
              <li key={cleared.changeId} className="px-4 py-3">
                <Judged judged={cleared} />
                <Reasons reasons={cleared.reasons} />
              </li>
            ))}
          </ul>
        </Disclosure>
      )}
    </Section>
  );
}

function Judged({ judged }: { judged: JudgedChange }) {
  if (judged.change) return <ChangeLine change={judged.change} />;
  return <p className="font-mono text-sm">{judged.changeId}</p>;
}
