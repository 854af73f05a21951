import type { Switch } from '../../../contract/index.ts';
import { age, timeLeft } from '../time.ts';

/** How long a kill lasts still, in a few words; `-` where the switch is not killed. */
export function termText({ term }: Pick<Switch, 'term'>, now: number): string {
  if (term === null) return '-';
  const by = term.level === null ? '' : `level ${term.level}, `;
  if (term.expiresAt !== null) {
    const ms = Date.parse(term.expiresAt) - now;
    if (ms > 0) return `${by}expires in ${timeLeft(ms)}`;
    return `${by}expired ${age(term.expiresAt, now)}`;
  }
  const ms = Date.parse(term.reviewAt ?? term.since) - now;
  return `${by}no expiry, review ${ms > 0 ? `in ${timeLeft(ms)}` : 'due'}`;
}
