/** A number of a policy in the form: bounds are those of the contract, in its units. */
export interface PolicyField {
  label: string;
  unit: 'ms' | '%' | '1/s' | '';
  min: number;
  max: number;
  /** Whole numbers only. */
  isCount?: boolean;
  group: 'Call' | 'Breaker' | 'Retries' | 'Rate limit';
}

/** Every number of a policy. The bounds are said here again so that no schema library is sent to browsers. */
export const policyFields = {
  timeoutMs: { label: 'Timeout', unit: 'ms', min: 1, max: 600_000, group: 'Call' },
  deadlineMs: { label: 'Deadline in all', unit: 'ms', min: 1, max: 600_000, group: 'Call' },
  concurrency: { label: 'Calls at once', unit: '', min: 1, max: 100_000, isCount: true, group: 'Call' },
  queue: { label: 'Waiting calls', unit: '', min: 0, max: 100_000, isCount: true, group: 'Call' },
  'breaker.errorShare': { label: 'Opens at errors of', unit: '%', min: 0.001, max: 1, group: 'Breaker' },
  'breaker.minimumCalls': {
    label: 'Judges after calls',
    unit: '',
    min: 1,
    max: 1_000_000,
    isCount: true,
    group: 'Breaker',
  },
  'breaker.openMs': { label: 'Stays open for', unit: 'ms', min: 1, max: 3_600_000, group: 'Breaker' },
  'breaker.probes': {
    label: 'Probes before it closes',
    unit: '',
    min: 1,
    max: 1000,
    isCount: true,
    group: 'Breaker',
  },
  'breaker.slowMs': { label: 'Counts as slow from', unit: 'ms', min: 1, max: 600_000, group: 'Breaker' },
  'breaker.windowMs': { label: 'Looks back over', unit: 'ms', min: 10, max: 3_600_000, group: 'Breaker' },
  'breaker.rampMs': { label: 'Ramp after closing', unit: 'ms', min: 0, max: 3_600_000, group: 'Breaker' },
  'retry.attempts': { label: 'Retries per call', unit: '', min: 0, max: 10, isCount: true, group: 'Retries' },
  'retry.budgetShare': { label: 'Retries as share of calls', unit: '%', min: 0, max: 1, group: 'Retries' },
  'retry.budgetPerS': { label: 'Retries per second', unit: '1/s', min: 0, max: 10_000, group: 'Retries' },
  hedgeAfterMs: { label: 'Second call after', unit: 'ms', min: 1, max: 600_000, group: 'Retries' },
  'rateLimit.perSecond': {
    label: 'Calls per second',
    unit: '1/s',
    min: 0.001,
    max: 1_000_000,
    group: 'Rate limit',
  },
  'rateLimit.burst': { label: 'Burst', unit: '', min: 1, max: 1_000_000, group: 'Rate limit' },
} as const satisfies Record<string, PolicyField>;

/** The name of a number, with its group where it has one. */
export type FieldName = keyof typeof policyFields;

/** All names, in the order of the form. */
export const fieldNames = Object.keys(policyFields) as FieldName[];

/** A field by its name, in its general shape. */
export function fieldOf(name: FieldName): PolicyField {
  return policyFields[name];
}

/** By how much a number is multiplied to be shown: shares are typed in percent. */
export function scaleOf({ unit }: PolicyField): number {
  return unit === '%' ? 100 : 1;
}

/** The allowed range in words, such as `1 to 600,000 ms`. */
export function boundsText(field: PolicyField): string {
  const show = (value: number) => (value * scaleOf(field)).toLocaleString('en', { maximumFractionDigits: 3 });
  const unit = field.unit === '1/s' ? ' per second' : field.unit && ` ${field.unit}`;
  return `${show(field.min)} to ${show(field.max)}${unit}`;
}
