'use client';
import type { Service } from '@breakwater/control-plane/contract';
import Link from 'next/link';
import { Card } from '../../../ui/card.tsx';
import { Disclosure } from '../../../ui/disclosure.tsx';
import { StateMark } from '../../../ui/state-mark.tsx';
import { guardsView, instancesText } from '../guards-view.ts';
import { GuardTable } from './guard-table.tsx';
import { InstanceTable } from './instance-table.tsx';

/** A service: its health and why, its calls, its guards over all instances, and each instance on demand. */
export function ServiceCard({ service, isChosen }: { service: Service; isChosen: boolean }) {
  const guards = guardsView(service);
  return (
    <Card
      as="li"
      id={`service-${service.name}`}
      tone={service.health === 'bad' ? 'bad' : service.health === 'partial' ? 'partial' : 'plain'}
      className={isChosen ? 'ring-2 ring-accent' : ''}
    >
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <h2 className="text-lg font-semibold">{service.name}</h2>
        <StateMark state={service.health}>{service.health}</StateMark>
      </div>
      <p className="text-muted">{service.summary}</p>
      <p className="mt-1 text-sm text-muted">
        {instancesText(service.instances)}
        {service.calls.length > 0 && <> · calls {service.calls.join(', ')}</>} ·{' '}
        <Link
          href={`/metrics?service=${encodeURIComponent(service.name)}`}
          className="text-accent underline max-md:py-3.5"
        >
          metrics
        </Link>
      </p>
      {guards.length > 0 && <GuardTable guards={guards} />}
      {service.instances.length > 0 && (
        <Disclosure
          className="mt-1"
          isOpen={isChosen}
          summary={<span className="font-medium">Instances</span>}
        >
          <InstanceTable service={service} />
        </Disclosure>
      )}
    </Card>
  );
}
