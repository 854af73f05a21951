import Link from 'next/link';
import { Section } from '../../../ui/card.tsx';
import { KillabilityCard } from '../../killability/parts/killability-card.tsx';

/** How many instances could be killed right now: to be known before it is needed. */
export function KillabilityNow() {
  return (
    <Section
      title="Killability"
      aside={
        <Link href="/switches" className="underline">
          Switches
        </Link>
      }
    >
      <KillabilityCard />
    </Section>
  );
}
