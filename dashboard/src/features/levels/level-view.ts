import type {
  Health,
  Level,
  LevelId,
  LevelReport,
  LevelStatus,
  Switch,
  SwitchState,
} from '@breakwater/control-plane/contract';
import { plural } from '../../lib/numbers.ts';

/** The number in a level's id: 0 to 5. */
export function rank(id: LevelId): number {
  return Number(id.slice(1));
}

/** The shape of a level: nothing shed is ok, the most is bad. */
export function levelMark(id: LevelId): Health {
  const number = rank(id);
  return number === 0 ? 'ok' : number <= 2 ? 'partial' : 'bad';
}

/** What users lose at a level, in one sentence. */
export function shedsText({ switches, sheds }: Level): string {
  return switches.length === 0 ? 'Nothing is shed.' : sheds;
}

/** One step of the level bar. */
export interface LevelSegment {
  level: Level;
  place: 'passed' | 'current' | 'above';
  /** Such as `sheds 3 switches`. */
  text: string;
}

/** The bar from L0 up. */
export function levelSegments({ current, levels }: LevelStatus): LevelSegment[] {
  return levels
    .toSorted((a, b) => rank(a.id) - rank(b.id))
    .map((level) => ({
      level,
      place: level.id === current ? 'current' : rank(level.id) < rank(current) ? 'passed' : 'above',
      text:
        level.switches.length === 0
          ? 'sheds nothing'
          : `sheds ${plural(level.switches.length, 'switch', 'switches')}`,
    }));
}

/** What a change to a level would do. */
export interface LevelChange {
  direction: 'raise' | 'lower' | 'same';
  /** The switches that would be killed now. */
  kills: string[];
  /** Killed already by hand or by a lower level: they stay so. */
  already: string[];
  /** The switches that would go back to what they were, and to what. */
  returns: { key: string; to: SwitchState }[];
}

/** What going to `target` does to the switches as they stand. */
export function levelChange(status: LevelStatus, target: Level, switches: readonly Switch[]): LevelChange {
  const distance = rank(target.id) - rank(status.current);
  const isKilled = (key: string) => switches.find((one) => one.key === key)?.state === 'KILLED';
  return {
    direction: distance > 0 ? 'raise' : distance < 0 ? 'lower' : 'same',
    kills: distance > 0 ? target.switches.filter((key) => !isKilled(key)) : [],
    already: distance > 0 ? target.switches.filter(isKilled) : [],
    returns:
      distance < 0
        ? status.held
            .filter(({ key }) => !target.switches.includes(key))
            .map(({ key, before }) => ({ key, to: before }))
        : [],
  };
}

/** What a change of level did, as people read it. */
export interface LevelReportView {
  mark: Health;
  /** Such as `L0 → L2: 3 changed, 1 failed`. */
  text: string;
  lines: { key: string; mark: Health | null; text: string }[];
}

/** Arranges a report, the failed ones first. */
export function levelReportView({ from, to, results, failed }: LevelReport): LevelReportView {
  const changed = results.filter(({ result }) => result === 'changed').length;
  const order = { failed: 0, changed: 1, unchanged: 2 } as const;
  return {
    mark: failed > 0 ? 'partial' : 'ok',
    text: `${from} → ${to}: ${changed} changed${failed > 0 ? `, ${failed} failed` : ''}`,
    lines: results
      .toSorted((a, b) => order[a.result] - order[b.result] || a.key.localeCompare(b.key))
      .map((one) => ({
        key: one.key,
        mark: one.result === 'failed' ? 'bad' : one.result === 'changed' ? 'ok' : null,
        text: [resultText(one), one.detail].filter(Boolean).join(': '),
      })),
  };
}

function resultText({ from, to, result }: LevelReport['results'][number]): string {
  if (result === 'failed') return `failed, still ${from}`;
  return result === 'changed' ? `${from} → ${to}` : `stays ${from}`;
}

/** The reason that stands in the sheet before one types another. */
export function prefilledLevelReason(direction: LevelChange['direction']): string {
  return direction === 'raise' ? 'Shed load to keep the core alive' : '';
}
