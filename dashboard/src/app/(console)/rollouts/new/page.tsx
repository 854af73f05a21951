import type { Metadata } from 'next';
import { NewRolloutPage } from '../../../../features/rollouts/new-rollout-page.tsx';

export const metadata: Metadata = { title: 'New rollout' };

export default function Page() {
  return <NewRolloutPage />;
}
