'use client';
import { useQuery } from '@tanstack/react-query';
import { parseAsString, useQueryState } from 'nuqs';
import { useEffect } from 'react';
import { plural } from '../../lib/numbers.ts';
import { Awaited } from '../../ui/awaited.tsx';
import { Card } from '../../ui/card.tsx';
import { Empty } from '../../ui/empty.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { CardsSkeleton } from '../../ui/skeleton.tsx';
import { byTrouble } from '../now/now-view.ts';
import { ServiceCard } from './parts/service-card.tsx';
import { ServiceMap } from './parts/service-map.tsx';
import { servicesQuery } from './queries.ts';

/** Every service: who calls whom, and how its breakers and bulkheads stand in each instance. */
export function ServicesPage() {
  const [chosen] = useQueryState('service', parseAsString);
  const services = useQuery(servicesQuery);
  const { data } = services;
  const isKnown = data?.services.some(({ name }) => name === chosen) ?? false;
  const inTrouble =
    data?.services.filter(({ health }) => health === 'bad' || health === 'partial').length ?? 0;

  useEffect(() => {
    if (isKnown) document.getElementById(`service-${chosen}`)?.scrollIntoView({ block: 'nearest' });
  }, [chosen, isKnown]);

  return (
    <>
      <PageHeader
        title="Services"
        lead={
          data
            ? `${plural(data.services.length, 'service')}, ${inTrouble === 0 ? 'none in trouble' : `${inTrouble} in trouble`}`
            : 'Health, breakers and bulkheads of every instance.'
        }
      />
      <Awaited query={services} what="Services">
        <CardsSkeleton height="h-40" />
      </Awaited>
      {data?.services.length === 0 && (
        <Empty title="No service has reported yet">
          Services appear once they use the flag SDK, or once the detector scrapes them.
        </Empty>
      )}
      {data && data.services.length > 0 && (
        <>
          <Card className="mb-4 max-md:hidden">
            <ServiceMap list={data} chosen={chosen} />
          </Card>
          <ul className="flex flex-col gap-3">
            {byTrouble(data).map((service) => (
              <ServiceCard key={service.name} service={service} isChosen={service.name === chosen} />
            ))}
          </ul>
        </>
      )}
    </>
  );
}
