'use client';
import { useQuery } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { Section } from '../../../ui/card.tsx';
import { ProblemNote } from '../../../ui/problem-note.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { policyId, sortPolicies } from '../policy-view.ts';
import { policiesQuery } from '../queries.ts';
import { usePolicySheet } from '../use-policy-sheet.ts';
import { PolicyRow } from './policy-row.tsx';
import { UnsetSheet } from './unset-sheet.tsx';

// A long form that few open: its code comes only then.
const PolicySheet = dynamic(() => import('./policy-sheet.tsx'));

/** The guarded calls: what is in force over their code, until when, and how to change it. */
export function Policies() {
  const { data, error, refetch } = useQuery(policiesQuery);
  const sheet = usePolicySheet();
  const find = (id: string | null) => data?.policies.find((policy) => policyId(policy) === id);
  const [edited, unset] = [find(sheet.policy), find(sheet.unset)];
  return (
    <Section title="Policies" aside="bounds of guarded calls">
      {!data && (error ? <ProblemNote error={error} onRetry={refetch} /> : <Skeleton className="h-40" />)}
      {data?.policies.length === 0 && (
        <p className="text-muted">No service has reported a guarded call yet.</p>
      )}
      {data && data.policies.length > 0 && (
        <ul className="divide-y divide-line rounded-lg border border-line bg-surface">
          {sortPolicies(data.policies).map((policy) => (
            <PolicyRow key={policyId(policy)} policy={policy} />
          ))}
        </ul>
      )}
      {edited && <PolicySheet key={policyId(edited)} policy={edited} onClose={sheet.close} />}
      {unset && <UnsetSheet key={policyId(unset)} policy={unset} onClose={sheet.close} />}
    </Section>
  );
}
