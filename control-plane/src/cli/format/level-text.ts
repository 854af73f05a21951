import type { LevelReport, LevelStatus } from '../../contract/index.ts';
import { table } from './table.ts';
import { age } from './time.ts';

/** The levels with what each sheds, the present one marked. */
export function levelText(status: LevelStatus, now: number): string {
  const { current, changedAt, changedBy, reason, held } = status;
  const since = changedAt === null ? '' : `, ${age(changedAt, now)} by ${changedBy}: ${reason}`;
  const rows = status.levels.map(({ id, title, sheds, adds }) => [
    id === current ? `> ${id}` : `  ${id}`,
    title,
    sheds || '-',
    adds.join(', ') || '-',
  ]);
  const back = held.map(({ key, before }) => `${key} (${before} before)`).join(', ');
  return [
    `level ${current}${since}`,
    table(['  LEVEL', 'TITLE', 'SHEDS', 'KILLS ALSO'], rows),
    ...(back === '' ? [] : [`held by the level: ${back}`]),
  ].join('\n');
}

/** What a change of level did, switch by switch. */
export function levelReportText({ from, to, results, failed }: LevelReport): string {
  const changed = results.filter(({ result }) => result === 'changed').length;
  const head = `${from} -> ${to}: ${changed} of ${results.length} switches changed${failed === 0 ? '' : `, ${failed} failed`}`;
  if (results.length === 0) return head;
  const rows = results.map(({ key, from: before, to: after, result, detail }) => [
    key,
    before === after ? before : `${before} -> ${after}`,
    result,
    detail ?? '-',
  ]);
  return `${head}\n${table(['SWITCH', 'STATE', 'RESULT', 'DETAIL'], rows)}`;
}
