import type { DetectorStatus, SeriesStatus } from '@breakwater/anomaly-detector/contract';
import type { Instance } from '../../contract/instance.ts';
import type { Health } from '../../contract/service.ts';

/** What is known of one service. */
export interface Known {
  instances: readonly Instance[];
  targets: DetectorStatus['targets'];
  series: readonly SeriesStatus[];
  /** Keys of the switches that it asks and that are killed. */
  killed: readonly string[];
  /** Those that are being restored, with the share of requests that get the feature, in percent. */
  returning: readonly { key: string; percent: number }[];
}

/** A service's health with the one line that says why. */
export interface Judged {
  health: Health;
  summary: string;
}

/** One thing that is wrong, or a deliberate loss. */
interface Finding {
  health: 'partial' | 'bad';
  text: string;
}

/** The worst finding decides; what is not heard of at all is unknown, never healthy. */
export function judge(known: Known): Judged {
  const findings = [
    ...deadFindings(known),
    ...alertFindings(known),
    ...guardFindings(known),
    ...killFindings(known),
  ];
  const worst = findings.find(({ health }) => health === 'bad') ?? findings[0];
  if (worst !== undefined) {
    const others = findings.length - 1;
    return { health: worst.health, summary: others > 0 ? `${worst.text}, and ${others} more` : worst.text };
  }
  if (known.instances.length === 0 && known.targets.length === 0)
    return { health: 'unknown', summary: 'not heard of' };
  return { health: 'ok', summary: figures(known) };
}

function deadFindings({ instances, targets }: Known): Finding[] {
  const down = targets.filter((target) => !target.up && target.lastScrapeAt !== null);
  const silent = instances.filter((instance) => instance.silent);
  const findings: Finding[] = [];
  if (down.length > 0) {
    const health = down.length === targets.length ? 'bad' : 'partial';
    findings.push({ health, text: `${down.length} of ${targets.length} instances do not answer` });
  }
  if (silent.length > 0) {
    const health = silent.length === instances.length ? 'bad' : 'partial';
    findings.push({
      health,
      text: `${silent.map(({ instanceId }) => instanceId).join(', ')} not heard of for 15 s`,
    });
  }
  return findings;
}

/** Errors served to others are bad; everything else that deviates is a warning. */
function alertFindings({ series }: Known): Finding[] {
  return series
    .filter(({ alerting }) => alerting)
    .map((one) => {
      const hurts = one.direction !== 'out' && (one.signal === 'errors' || one.signal === 'availability');
      const where = one.direction === 'out' ? ` towards ${one.peer}` : '';
      const text = `${words(one.metric)}${where} ${deviation(one)}`;
      return { health: hurts ? ('bad' as const) : ('partial' as const), text };
    })
    .sort((a, b) => Number(b.health === 'bad') - Number(a.health === 'bad'));
}

/** Where a value is against its band; an alert is held for some rows after the value has come back. */
function deviation({ value, lower, upper, unit, signal }: SeriesStatus): string {
  const isOfRequests = signal === 'errors' || signal === 'latency';
  if (value === null) return isOfRequests ? 'on alert, with no request in the last seconds' : 'has no value';
  if (upper !== null && value > upper) return `at ${show(value, unit)}, expected up to ${show(upper, unit)}`;
  if (lower !== null && value < lower)
    return `at ${show(value, unit)}, expected at least ${show(lower, unit)}`;
  return `calming down at ${show(value, unit)}`;
}

function guardFindings({ instances }: Known): Finding[] {
  const open = instances
    .filter(({ silent }) => !silent)
    .flatMap(({ guards }) => guards.filter(({ breaker }) => breaker === 'open' || breaker === 'forced_open'));
  const texts = open.map(
    ({ dependency, breaker }) => `breaker to ${dependency} is ${breaker === 'open' ? 'open' : 'forced open'}`,
  );
  return [...new Set(texts)].map((text) => ({ health: 'partial', text }));
}

function killFindings({ killed, returning }: Known): Finding[] {
  return [
    ...killed.map((key) => `${key} is killed: its fallback is served`),
    ...returning.map(({ key, percent }) => `${key} is back for ${percent} %: the others get its fallback`),
  ].map((text) => ({ health: 'partial', text }));
}

function figures({ instances, targets, series }: Known): string {
  const count = Math.max(instances.length, targets.length);
  const parts = [`${count} ${count === 1 ? 'instance' : 'instances'}`];
  for (const metric of ['latency_p95', 'error_ratio', 'request_rate']) {
    const found = series.find((one) => one.direction === 'in' && one.metric === metric);
    if (found?.value !== null && found?.value !== undefined)
      parts.push(`${words(metric)} ${show(found.value, found.unit)}`);
  }
  return parts.join(', ');
}

function words(metric: string): string {
  const known: Record<string, string> = {
    latency_p95: 'p95',
    error_ratio: 'errors',
    request_rate: 'requests',
    up: 'availability',
  };
  return known[metric] ?? metric.replaceAll('_', ' ');
}

function show(value: number, unit: string): string {
  if (unit === 's') return value < 1 ? `${Math.round(value * 1000)} ms` : `${value.toFixed(1)} s`;
  if (unit === '1') return `${Math.round(value * 1000) / 10} %`;
  if (unit === '1/s') return `${Math.round(value * 10) / 10}/s`;
  return `${Math.round(value * 100) / 100}${unit}`;
}
