'use client';
import { useQuery } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { plural } from '../../lib/numbers.ts';
import { Awaited } from '../../ui/awaited.tsx';
import { Empty } from '../../ui/empty.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { CardsSkeleton } from '../../ui/skeleton.tsx';
import { instancesQuery } from '../switches/queries.ts';
import { PolicyCard } from './parts/policy-card.tsx';
import { UnsetSheet } from './parts/unset-sheet.tsx';
import { policyId, sortPolicies } from './policy-view.ts';
import { policiesQuery } from './queries.ts';
import { usePolicySheet } from './use-policy-sheet.ts';

// A long form that few open: its code comes only then.
const PolicySheet = dynamic(() => import('./parts/policy-sheet.tsx'));

/** The guarded calls: what is in force over their code, until when, who applies it, and how to change it. */
export function PoliciesPage() {
  const policies = useQuery(policiesQuery);
  const { data } = policies;
  const instances = useQuery(instancesQuery).data?.instances ?? [];
  const sheet = usePolicySheet();
  const find = (id: string | null) => data?.policies.find((policy) => policyId(policy) === id);
  const [edited, unset] = [find(sheet.policy), find(sheet.unset)];
  const overridden = data?.policies.filter(({ override }) => override !== null).length ?? 0;
  return (
    <>
      <PageHeader
        title="Policies"
        lead={
          data
            ? `${plural(data.policies.length, 'guarded call')}, ${overridden === 0 ? 'all as the code says' : `${overridden} overridden`}`
            : 'Timeouts, breakers, retries and limits of guarded calls.'
        }
      />
      <Awaited query={policies} what="Policies">
        <CardsSkeleton height="h-24" />
      </Awaited>
      {data?.policies.length === 0 && (
        <Empty title="No service has reported a guarded call yet">
          Calls that are guarded by the flag SDK appear here with their first heartbeat.
        </Empty>
      )}
      <ul className="flex flex-col gap-3">
        {sortPolicies(data?.policies ?? []).map((policy) => (
          <PolicyCard key={policyId(policy)} policy={policy} instances={instances} />
        ))}
      </ul>
      {edited && (
        <PolicySheet key={policyId(edited)} policy={edited} instances={instances} onClose={sheet.close} />
      )}
      {unset && <UnsetSheet key={policyId(unset)} policy={unset} onClose={sheet.close} />}
    </>
  );
}
