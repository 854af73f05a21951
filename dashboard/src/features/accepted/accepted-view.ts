import type { Acceptance, Alert } from '@breakwater/control-plane/contract';
import { formatValue } from '../../lib/numbers.ts';

/** The name of an alert, by which it is accepted. */
export function alertId({ fingerprint, startsAt }: Pick<Alert, 'fingerprint' | 'startsAt'>): string {
  return `${fingerprint}-${Date.parse(startsAt)}`;
}

/** What raises no alert any more, such as `up to 57 %`. */
export function patternText({ shape, direction, limit }: Acceptance, unit: string): string {
  if (shape === 'gap') return 'silence';
  if (shape === 'spread') return 'scatter like this';
  return `${direction > 0 ? 'up to' : 'down to'} ${formatValue(limit, unit)}`;
}

/** What calling it normal would mean, before somebody does. */
export function consequenceText({ kind, direction }: { kind: Alert['kind']; direction: 1 | -1 }): string {
  if (kind === 'gap') return 'Silence raises no alert there any more.';
  if (kind === 'spread')
    return 'Values that scatter as widely as these, or a little more, raise no alert there any more.';
  return direction > 0
    ? 'Values as high as these, or a little higher, raise no alert there any more.'
    : 'Values as low as these, or a little lower, raise no alert there any more.';
}
