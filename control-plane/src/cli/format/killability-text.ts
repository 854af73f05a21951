import type { Killability } from '../../contract/index.ts';
import { table } from './table.ts';
import { age } from './time.ts';

/** How many could be killed, the others with what to do, and the switches that nobody asks. */
export function killabilityText(killability: Killability, now: number): string {
  const { killable, instances, path, journaled, unkillable, switches } = killability;
  const parts = [
    `${killable}/${instances} instances could be killed at once (revision ${killability.revision})`,
  ];
  if (path === 'journal')
    parts.push(
      `Postgres is away: a kill goes to the journal, which holds ${journaled}; a restore is refused`,
    );
  if (unkillable.length > 0) {
    const rows = unkillable.map(({ id, service, reason, lastSeenAt, detail }) => [
      id,
      service,
      reason,
      age(lastSeenAt, now),
      detail,
    ]);
    parts.push(table(['INSTANCE', 'SERVICE', 'WHY', 'SEEN', 'WHAT TO DO'], rows));
  }
  const unused = switches.filter((one) => one.unused).map(({ key }) => key);
  if (unused.length > 0) parts.push(`asked by nobody that runs: ${unused.join(', ')}`);
  return parts.join('\n');
}
