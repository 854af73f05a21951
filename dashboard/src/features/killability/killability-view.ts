import type { Health, Killability } from '@breakwater/control-plane/contract';
import { plural } from '../../lib/numbers.ts';
import { withShortTimes } from '../../lib/time.ts';

/** Who could be killed right now, as people read it. */
export interface KillabilityView {
  mark: Health;
  /** Such as `7/7 can be killed now`. */
  text: string;
  /** Those that cannot, the gravest reason first. */
  unkillable: { id: string; service: string; mark: Health; detail: string }[];
}

type Reason = Killability['unkillable'][number]['reason'];

const reasons: Record<Reason, { order: number; mark: Health }> = {
  silent: { order: 0, mark: 'unknown' },
  ahead: { order: 1, mark: 'bad' },
  on_backup: { order: 2, mark: 'bad' },
  behind: { order: 3, mark: 'partial' },
  polls_slowly: { order: 4, mark: 'partial' },
  no_proof: { order: 5, mark: 'unknown' },
};

/** Arranges the killability figure at `now` (epoch ms). */
export function killabilityView(
  { killable, instances, unkillable }: Killability,
  now: number,
): KillabilityView {
  return {
    mark: instances === 0 ? 'unknown' : killable === instances ? 'ok' : killable === 0 ? 'bad' : 'partial',
    text: instances === 0 ? 'No running instance to kill' : `${killable}/${instances} can be killed now`,
    unkillable: unkillable
      .toSorted((a, b) => reasons[a.reason].order - reasons[b.reason].order || a.id.localeCompare(b.id))
      .map(({ id, service, reason, detail }) => ({
        id,
        service,
        detail: withShortTimes(detail, now),
        mark: reasons[reason].mark,
      })),
  };
}

/** What stands in the way of a kill of one switch, in one sentence; null where nothing does or nothing is known. */
export function hindrance(killability: Killability | undefined, key: string): string | null {
  const one = killability?.switches.find((candidate) => candidate.key === key);
  if (!one) return null;
  if (one.unused) return 'Nobody that runs has asked for it: a kill would change nothing';
  if (one.unkillable.length === 0) return null;
  return `Not to be killed at once: ${one.unkillable.join(', ')}`;
}

/** What to know while the database is away; null while kills take the usual way. */
export function journalText(killability: Pick<Killability, 'path' | 'journaled'> | undefined): string | null {
  if (killability?.path !== 'journal') return null;
  const kept = killability.journaled > 0 ? ` ${plural(killability.journaled, 'kill')} kept so far.` : '';
  return `The database is away. Kills still work: they go to the journal and to every instance. Restores are refused until it is back.${kept}`;
}
