import type { Incident } from '@breakwater/control-plane/contract';
import Link from 'next/link';
import { formatShare } from '../../../lib/numbers.ts';
import { Card, Section } from '../../../ui/card.tsx';
import { Meter } from '../../../ui/meter.tsx';
import { withAlertWords } from '../alert-view.ts';
import { Reasons } from './reasons.tsx';

/** Where it may have begun, best first, each candidate with its reasons. */
export function Origins({ report: { origins, alerts } }: { report: Incident['report'] }) {
  return (
    <Section title="Origin">
      {origins.length === 0 ? (
        <p className="text-muted">No service stands out yet.</p>
      ) : (
        <Card className="p-0!">
          <ol className="divide-y divide-line">
            {origins.map(({ service, confidence, reasons }, rank) => (
              <li key={service} className="px-4 py-3">
                <p className="flex items-baseline justify-between gap-3">
                  <Link
                    href={`/services?service=${encodeURIComponent(service)}`}
                    className="font-semibold hover:underline max-md:py-3"
                  >
                    {service}
                  </Link>
                  <span className="text-sm text-muted">{formatShare(confidence)} sure</span>
                </p>
                <Meter
                  share={confidence}
                  label={`${service}: ${formatShare(confidence)} sure`}
                  tone={rank === 0 ? 'bad' : 'muted'}
                  className="mt-1 h-1.5"
                />
                <Reasons reasons={reasons.map((reason) => withAlertWords(reason, alerts))} />
              </li>
            ))}
          </ol>
        </Card>
      )}
    </Section>
  );
}
