import type { Switch, SwitchList } from '../../contract/index.ts';
import { table } from './table.ts';
import { age } from './time.ts';

/** The switches with their state, proof of propagation and last change. */
export function switchTable(list: SwitchList, now: number): string {
  if (list.switches.length === 0) return `no kill switch in ${list.environment}`;
  return table(
    ['SWITCH', 'STATE', 'CONFIRMED', 'SERVICE', 'SHEDS', 'CHANGED', 'REASON'],
    list.switches.map((item) => [
      item.key,
      item.state,
      confirmedText(item),
      item.dependency ? `${item.service} -> ${item.dependency}` : item.service,
      item.sheds,
      item.changedAt ? `${age(item.changedAt, now)} by ${item.changedBy ?? 'unknown'}` : '-',
      item.reason ?? '-',
    ]),
  );
}

function confirmedText({ propagation }: Switch): string {
  return propagation ? `${propagation.confirmed}/${propagation.total}` : '-';
}
