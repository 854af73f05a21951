import type { Rollout } from '../../contract/index.ts';
import { facts, table } from './table.ts';
import { age, duration, instant } from './time.ts';

/** The rollouts with their stage and when the next is due. */
export function rolloutTable(rollouts: readonly Rollout[], now: number): string {
  if (rollouts.length === 0) return 'no rollout';
  return table(
    ['ROLLOUT', 'FLAG', 'STATUS', 'NOW', 'STAGES', 'NEXT', 'WHY'],
    rollouts.map((rollout) => [
      rollout.id,
      rollout.flag,
      rollout.status,
      `${rollout.percent} %`,
      stagesText(rollout),
      nextText(rollout, now),
      rollout.heldReason ?? '-',
    ]),
  );
}

/** One rollout with its stages and everything that happened to it. */
export function rolloutText(rollout: Rollout, now: number): string {
  const events = rollout.events.map((event) => `  ${instant(event.at)}  ${event.text} (${event.actor})`);
  return [
    `${rollout.title}\n`,
    facts([
      ['rollout', rollout.id],
      ['flag', rollout.flag],
      ['services', rollout.services.join(', ')],
      ['status', rollout.heldReason ? `${rollout.status}: ${rollout.heldReason}` : rollout.status],
      ['now', `${rollout.percent} %, sticky by ${rollout.stickiness}`],
      ['stages', stagesText(rollout)],
      ['next', nextText(rollout, now)],
      ['created', `${age(rollout.createdAt, now)} by ${rollout.createdBy}`],
    ]),
    `\nEvents\n${events.join('\n')}`,
  ].join('\n');
}

/** The stages in order, the present one in brackets: `5 [25] 50 100 %`. */
export function stagesText({ stages, stageIndex }: Rollout): string {
  const marks = stages.map(({ percent }, index) => (index === stageIndex ? `[${percent}]` : String(percent)));
  return `${marks.join(' ')} %`;
}

function nextText({ nextStageAt }: Rollout, now: number): string {
  if (nextStageAt === null) return '-';
  const ms = Date.parse(nextStageAt) - now;
  return ms <= 0 ? 'due' : `in ${duration(ms)}`;
}
