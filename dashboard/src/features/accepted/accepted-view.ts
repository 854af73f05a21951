import type { Acceptance, Alert } from '@breakwater/control-plane/contract';
import { formatValue } from '../../lib/numbers.ts';

/** The name of an alert, by which it is accepted. */
export function alertId({ fingerprint, startsAt }: Pick<Alert, 'fingerprint' | 'startsAt'>): string {
  return `${fingerprint}-${Date.parse(startsAt)}`;
}

/** What raises no alert any more, such as `up to 57 %`. */
export function patternText({ shape, direction, limit }: Acceptance, unit: string): string {
  if (shape === 'gap') return 'a silence like this';
  if (shape === 'spread') return 'scatter like this';
  return `${direction > 0 ? 'up to' : 'down to'} ${formatValue(limit, unit)}`;
}

/** What calling it normal would mean, before somebody does. */
export function consequenceText({ kind, direction }: { kind: Alert['kind']; direction: 1 | -1 }): string {
  if (kind === 'gap') return 'A silence like this one raises no alert there any more.';
  if (kind === 'spread')
    return 'Values that scatter as widely as these raise no alert there any more; wider ones still do.';
  return direction > 0
    ? 'Values as high as these, and a tenth more, raise no alert there any more; higher ones still do.'
    : 'Values as low as these, and a tenth less, raise no alert there any more; lower ones still do.';
}
