'use client';
import type { Service } from '@breakwater/control-plane/contract';
import { formatAge } from '../../../lib/time.ts';
import { useNow } from '../../../lib/use-now.ts';
import { StateMark } from '../../../ui/state-mark.tsx';
import { guardsView, sourceWords } from '../guards-view.ts';

/** Each instance: where its switches come from, its revision, and its breakers and bulkheads. */
export function InstanceTable({ service }: { service: Service }) {
  const now = useNow();
  const guards = guardsView(service);
  return (
    <ul
      aria-label={`Instances of ${service.name}`}
      className="divide-y divide-line rounded-md border border-line"
    >
      {service.instances
        .toSorted((a, b) => a.instanceId.localeCompare(b.instanceId))
        .map((instance) => {
          const source = sourceWords[instance.source];
          return (
            <li key={instance.instanceId} className="px-3 py-2.5 text-sm">
              <div className="flex flex-wrap items-baseline justify-between gap-x-4">
                <span className="font-mono font-medium">{instance.instanceId}</span>
                <StateMark state={instance.silent ? 'unknown' : source.mark}>
                  {instance.silent
                    ? `silent for ${formatAge(now - Date.parse(instance.lastSeenAt))}`
                    : source.word}
                </StateMark>
              </div>
              <p className="text-muted">
                revision {instance.revision} · up for {formatAge(now - Date.parse(instance.startedAt))} ·{' '}
                {instance.sdk}
              </p>
              {guards.length > 0 && !instance.silent && (
                <ul className="mt-1 flex flex-col gap-0.5">
                  {guards.flatMap((guard) =>
                    guard.instances
                      .filter(({ id }) => id === instance.instanceId)
                      .map((own) => (
                        <li key={guard.name} className="flex flex-wrap gap-x-3">
                          <span className="font-mono">{guard.name}</span>
                          <StateMark state={own.mark}>{own.breaker}</StateMark>
                          <span className="text-muted">
                            {own.bulkhead.inUse} of {own.bulkhead.limit} in use
                            {own.bulkhead.queued > 0 && `, ${own.bulkhead.queued} queued`}
                          </span>
                        </li>
                      )),
                  )}
                </ul>
              )}
            </li>
          );
        })}
    </ul>
  );
}
