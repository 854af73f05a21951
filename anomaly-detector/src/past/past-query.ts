import { momentForms, parseMoment } from '../files/moment.ts';
import { UsageError } from '../files/usage-error.ts';
import { parseDuration } from '../parse/units.ts';
import type { PrometheusAddress, QueryRange } from '../pull/prometheus/api.ts';

const text = { type: 'string' } as const;

/** The options that say which past of a Prometheus is meant, and who asks. */
export const pastOptions = {
  from: text,
  to: text,
  step: text,
  timeout: text,
  'token-file': text,
  user: text,
  'password-file': text,
};

/** The values of {@link pastOptions} as they were given. */
export type PastValues = Partial<Record<keyof typeof pastOptions, string>>;

const defaultSpanMs = 14 * 86_400_000;

/** The stretch of time that is meant: two weeks up to now at one value a minute where nothing else is said. Throws {@link UsageError}. */
export function rangeOf(values: PastValues, now: number): QueryRange {
  const stepMs = durationOf('step', values.step ?? '1m');
  const aligned = (ms: number) => Math.floor(ms / stepMs) * stepMs;
  const to = aligned(momentOf('to', values.to) ?? now);
  const from = aligned(momentOf('from', values.from) ?? to - defaultSpanMs);
  if (from >= to) throw new UsageError(`--from: expected a time before --to, got ${values.from ?? ''}`);
  return { from, to, stepMs };
}

/** Where the Prometheus is, and who asks. Throws {@link UsageError}. */
export function addressOf(url: string, values: PastValues): PrometheusAddress {
  if (!/^https?:\/\//.test(url))
    throw new UsageError(`expected an address that begins with http:// or https://, got "${url}"`);
  return {
    url: url.replace(/\/+$/, ''),
    timeout: durationOf('timeout', values.timeout ?? '1m'),
    ...(values['token-file'] !== undefined && {
      authorization: { type: 'Bearer', credentials_file: values['token-file'] },
    }),
    ...(values.user !== undefined && {
      basic_auth: { username: values.user, password_file: values['password-file'] },
    }),
  };
}

function durationOf(option: string, given: string): number {
  const ms = parseDuration(given) ?? parseDuration(`${given}s`);
  if (ms !== null && ms > 0) return ms;
  throw new UsageError(`--${option}: expected a duration such as 15s or 5m, got "${given}"`);
}

function momentOf(option: string, given: string | undefined): number | null {
  if (given === undefined) return null;
  const ms = parseMoment(given);
  if (ms === null) throw new UsageError(`--${option}: expected ${momentForms}, got "${given}"`);
  return ms;
}
