'use client';
import { useQuery } from '@tanstack/react-query';
import { Awaited } from '../../ui/awaited.tsx';
import { Card, Section } from '../../ui/card.tsx';
import { Empty } from '../../ui/empty.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { CardsSkeleton } from '../../ui/skeleton.tsx';
import { usePermissions } from '../session/queries.ts';
import { instancesQuery } from '../switches/queries.ts';
import { ActiveFaults } from './parts/active-faults.tsx';
import { FaultForm } from './parts/fault-form.tsx';
import { LoadControl } from './parts/load-control.tsx';
import { labQuery } from './queries.ts';

/** Faults and load for the demo shop. */
export function LabPage() {
  const lab = useQuery(labQuery);
  const { data } = lab;
  const { mayRespond } = usePermissions();
  const instances = useQuery(instancesQuery).data?.instances ?? [];
  const flags = [...new Set(instances.flatMap((instance) => instance.flags))].toSorted();
  return (
    <>
      <PageHeader title="Lab" lead="Break the demo shop on purpose. Every fault stops by itself." />
      <Awaited query={lab} what="Lab">
        <CardsSkeleton height="h-40" />
      </Awaited>
      {data && !data.available && (
        <Empty title="No lab is attached">
          Start the demo shop’s lab and name it to the control plane with BREAKWATER_LAB_URL.
        </Empty>
      )}
      {data?.available && (
        <div className="grid items-start gap-6 lg:grid-cols-2">
          <div className="flex min-w-0 flex-col gap-6">
            <LoadControl load={data.load} mayAct={mayRespond} />
            <ActiveFaults faults={data.faults} mayAct={mayRespond} />
          </div>
          <Section title="Inject a fault">
            <Card>
              <FaultForm services={data.services} flags={flags} />
            </Card>
          </Section>
        </div>
      )}
    </>
  );
}
