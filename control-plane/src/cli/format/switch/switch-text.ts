import type { Switch, SwitchList } from '../../../contract/index.ts';
import { table } from '../table.ts';
import { age } from '../time.ts';
import { stepText } from './step-text.ts';
import { termText } from './term-text.ts';

/** The switches with their state, what comes next, proof and last change. */
export function switchTable(list: SwitchList, now: number): string {
  if (list.switches.length === 0) return `no kill switch in ${list.environment}`;
  return table(
    ['SWITCH', 'TIER', 'STATE', 'CONFIRMED', 'NEXT', 'PROVEN', 'SERVICE', 'SHEDS', 'CHANGED', 'REASON'],
    list.switches.map((item) => [
      item.key,
      String(item.tier),
      stateText(item),
      confirmedText(item),
      nextText(item, now),
      provenText(item, now),
      item.dependency ? `${item.service} -> ${item.dependency}` : item.service,
      item.sheds,
      item.changedAt ? `${age(item.changedAt, now)} by ${item.changedBy ?? 'unknown'}` : '-',
      item.reason ?? '-',
    ]),
  );
}

/** A state with its share where it is between all and nothing: `RESTORING 25 %`. */
export function stateText({ state, percent }: Pick<Switch, 'state' | 'percent'>): string {
  return state === 'RESTORING' || state === 'DRILL' ? `${state} ${percent} %` : state;
}

/** When the fallback last answered in a drill: never, or how long ago. */
function provenText({ lastProvenAt }: Switch, now: number): string {
  return lastProvenAt === null ? 'never' : age(lastProvenAt, now);
}

function nextText(item: Switch, now: number): string {
  if (item.state === 'KILLED') return termText(item, now);
  if (item.state === 'RESTORING') return stepText(item, now).split('; ').slice(1).join('; ') || '-';
  return '-';
}

function confirmedText({ propagation }: Switch): string {
  return propagation ? `${propagation.confirmed}/${propagation.total}` : '-';
}
