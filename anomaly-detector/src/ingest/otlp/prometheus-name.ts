/** Words that Prometheus has for units of UCUM. */
const words: Readonly<Record<string, string>> = {
  d: 'days',
  h: 'hours',
  min: 'minutes',
  s: 'seconds',
  ms: 'milliseconds',
  us: 'microseconds',
  ns: 'nanoseconds',
  By: 'bytes',
  KiBy: 'kibibytes',
  MiBy: 'mebibytes',
  GiBy: 'gibibytes',
  Cel: 'celsius',
  '%': 'percent',
  Hz: 'hertz',
  V: 'volts',
  A: 'amperes',
  J: 'joules',
  W: 'watts',
};

/**
 * The name that Prometheus gives a metric of OpenTelemetry: unit and `_total` behind it, where they are not there yet.
 * Examples: `http.server.request.duration` in `s` gives `http_server_request_duration_seconds`; `jobs`, a counter, `jobs_total`.
 * Source: opentelemetry.io/docs/specs/otel/compatibility/prometheus_and_openmetrics.
 */
export function prometheusName(name: string, unit: string, kind: 'gauge' | 'counter' | 'other'): string {
  const parts = sanitized(name)
    .split('_')
    .filter((part) => part !== '');
  for (const part of unitParts(unit, kind)) if (!parts.includes(part)) parts.push(part);
  if (kind === 'counter') {
    const others = parts.filter((part) => part !== 'total');
    return [...others, 'total'].join('_');
  }
  return parts.join('_');
}

/** A label's name as Prometheus takes it. */
export const prometheusLabel = (name: string): string =>
  /^\d/.test(name) ? `key_${sanitized(name)}` : sanitized(name);

const sanitized = (name: string): string => name.replace(/[^a-zA-Z0-9_]/g, '_');

function unitParts(unit: string, kind: string): string[] {
  if (unit === '1') return kind === 'gauge' ? ['ratio'] : [];
  const [of = '', per] = unit.replace(/\{[^}]*\}/g, '').split('/');
  const parts = [words[of] ?? sanitized(of)];
  if (per !== undefined && per !== '') parts.push('per', (words[per] ?? sanitized(per)).replace(/s$/, ''));
  return parts.flatMap((part) => part.split('_')).filter((part) => part !== '');
}
