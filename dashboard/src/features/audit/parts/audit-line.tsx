import type { AuditEntry } from '@breakwater/control-plane/contract';
import { Disclosure } from '../../../ui/disclosure.tsx';
import { When } from '../../../ui/when.tsx';
import { type Difference, differences, isShort } from '../audit-view.ts';

/** One entry: who did what to which thing, why, and what it changed. */
export function AuditLine({ entry }: { entry: AuditEntry }) {
  const changed = differences(entry);
  return (
    <li className="px-4 py-2.5">
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
      {changed.length > 0 &&
        (isShort(changed) ? (
          <Differences changed={changed} />
        ) : (
          <Disclosure summary={<span className="text-sm text-muted">What changed</span>}>
            <Differences changed={changed} />
          </Disclosure>
        ))}
    </li>
  );
}

function Differences({ changed }: { changed: readonly Difference[] }) {
  return (
    <dl className="mt-0.5 grid gap-0.5 text-sm">
      {changed.map(({ field, before, after }) => (
        <div key={field} className="flex flex-wrap gap-x-2">
          <dt className="text-muted">{field}</dt>
          <dd className="font-mono">
            {before} → {after}
          </dd>
        </div>
      ))}
    </dl>
  );
}
