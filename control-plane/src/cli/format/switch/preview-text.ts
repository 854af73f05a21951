import type { BlastRadius } from '../../../contract/index.ts';
import { facts } from '../table.ts';
import { age, percent } from '../time.ts';

/** What a flip would touch, number by number; what is not known is said to be unknown. */
export function previewText(radius: BlastRadius, now: number): string {
  const { services, instances, lastDrill, lastProvenAt, lastFallbackAt } = radius;
  const named = (part: BlastRadius['services'][number]['part']) =>
    services
      .filter((one) => one.part === part)
      .map(({ service }) => service)
      .join(', ') || 'none';
  const missed = instances.filter(({ reach }) => reach !== 'reached');
  const reached = `${instances.length - missed.length}/${instances.length} would be reached`;
  const missedText = missed.map(({ id, reach, detail }) => `${id} ${reach} (${detail})`).join('; ');
  return [
    `${radius.summary}\n`,
    facts([
      ['switch', `${radius.key} · ${radius.state}`],
      ['calls', `${number(radius.callsPerSecond)} a second, over the last ${radius.windowS} s`],
      ['requests', `${number(radius.requestsPerSecond)} a second; ${share(radius.share)} pass the switch`],
      ['failing', share(radius.errorShare)],
      ['fallback', `${share(radius.fallbackShare)} now; last answered ${ageOrNever(lastFallbackAt, now)}`],
      [
        'drill',
        `${lastDrill?.verdict ?? (lastDrill ? 'running' : 'none')}; proven ${ageOrNever(lastProvenAt, now)}`,
      ],
      ['asked by', named('asks')],
      ['behind it', named('behind')],
      ['felt by', named('dependent')],
      ['instances', missedText === '' ? reached : `${reached}; ${missedText}`],
    ]),
  ].join('\n');
}

function number(value: number | null): string {
  return value === null ? 'unknown' : String(Math.round(value * 10) / 10);
}

function share(value: number | null): string {
  return value === null ? 'unknown' : percent(value);
}

function ageOrNever(at: string | null, now: number): string {
  return at === null ? 'never' : age(at, now);
}
