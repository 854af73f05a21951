import type { AuditEntry } from '@breakwater/control-plane/contract';
import { Disclosure } from '../../../ui/disclosure.tsx';
import { When } from '../../../ui/when.tsx';
import { differences } from '../audit-view.ts';

/** One entry: who did what to which thing, why, and what it changed on demand. */
export function AuditLine({ entry }: { entry: AuditEntry }) {
  const changed = differences(entry);
  return (
    <li className="px-4 py-3">
      <p className="flex flex-wrap items-baseline justify-between gap-x-4">
        <span>
          <span className="font-medium">{entry.action}</span>{' '}
          <span className="font-mono text-sm">{entry.target}</span>
        </span>
        <span className="text-sm text-muted">
          <When at={entry.at} />
        </span>
      </p>
      <p className="text-sm text-muted">
        {entry.actor}
        {entry.reason && <> · “{entry.reason}”</>}
      </p>
      {changed.length > 0 && (
        <Disclosure summary={<span className="text-sm text-muted">What changed</span>}>
          <dl className="mb-1 grid gap-1 text-sm">
            {changed.map(({ field, before, after }) => (
              <div key={field} className="grid gap-x-3 md:grid-cols-[10rem_minmax(0,1fr)]">
                <dt className="text-muted">{field}</dt>
                <dd className="font-mono">
                  {before} → {after}
                </dd>
              </div>
            ))}
          </dl>
        </Disclosure>
      )}
    </li>
  );
}
