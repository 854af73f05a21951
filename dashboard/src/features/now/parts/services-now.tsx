'use client';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { Awaited } from '../../../ui/awaited.tsx';
import { Section } from '../../../ui/card.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { StateMark } from '../../../ui/state-mark.tsx';
import { servicesQuery } from '../../services/queries.ts';
import { byTrouble } from '../now-view.ts';

/** Every service's health in one line each, those in trouble first. */
export function ServicesNow() {
  const services = useQuery(servicesQuery);
  const { data } = services;
  return (
    <Section
      title="Services"
      aside={
        <Link href="/services" className="underline">
          Details
        </Link>
      }
    >
      <Awaited query={services} what="Services">
        <Skeleton className="h-64" />
      </Awaited>
      {data?.services.length === 0 && <p className="text-muted">No service has reported yet.</p>}
      {data && data.services.length > 0 && (
        <ul className="divide-y divide-line rounded-lg border border-line bg-surface">
          {byTrouble(data).map((service) => (
            <li key={service.name}>
              <Link
                href={`/services?service=${encodeURIComponent(service.name)}`}
                className="flex min-h-12 flex-col justify-center px-3.5 py-2 hover:bg-raised"
              >
                <span className="flex items-baseline justify-between gap-3">
                  <span className="font-medium">{service.name}</span>
                  <StateMark state={service.health} className="text-sm">
                    {service.health}
                  </StateMark>
                </span>
                {service.health !== 'ok' && <span className="text-sm text-muted">{service.summary}</span>}
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
