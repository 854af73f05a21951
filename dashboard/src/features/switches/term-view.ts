import type { Health, KillTerm } from '@breakwater/control-plane/contract';
import { formatRelative, withShortTimes } from '../../lib/time.ts';

/** How long a kill is to last; null lasts until somebody renews or restores it. */
export const termChoices = [
  { value: '1800', text: '30 min', expiresInS: 1800 },
  { value: '7200', text: '2 h', expiresInS: 7200 },
  { value: '28800', text: '8 h', expiresInS: 28_800 },
  { value: 'open', text: 'No end', expiresInS: null },
] as const;

/** One of the offered terms, by the value that its radio button carries. */
export type TermChoice = (typeof termChoices)[number]['value'];

/** The seconds of a choice; null is without expiry. */
export function expiresInS(choice: TermChoice): number | null {
  return termChoices.find(({ value }) => value === choice)?.expiresInS ?? null;
}

/** What a choice leads to, in one sentence. */
export function termHint(choice: TermChoice): string {
  const seconds = expiresInS(choice);
  return seconds === null
    ? 'It stays killed. Somebody is asked after 24 h whether it is still needed.'
    : 'Then it is restored in steps by itself, unless an incident is still open on it.';
}

/** A kill's term as people read it. */
export interface TermView {
  /** Such as `expires in 1 h 20 min · renewed 2 times`. */
  text: string;
  mark: Health | null;
  /** What somebody should do now, in one sentence; null while nobody should. */
  warning: string | null;
}

/** Tells how long a kill still lasts at `now` (epoch ms). */
export function termView(term: KillTerm, now: number): TermView {
  const parts = [
    endText(term, now),
    term.level && `by level ${term.level}`,
    term.renewals > 0 && `renewed ${term.renewals === 1 ? 'once' : `${term.renewals} times`}`,
  ];
  return {
    text: parts.filter(Boolean).join(' · '),
    mark: term.warning ? 'partial' : null,
    warning: term.warning ? withShortTimes(term.warningText ?? warningWords[term.warning], now) : null,
  };
}

const warningWords: Record<NonNullable<KillTerm['warning']>, string> = {
  expires_soon: 'This kill expires soon: renew it if it is still needed.',
  expired_incident_open: 'This kill has expired, but an incident is open: it stays killed.',
  review_due: 'This kill has no end: renew it or restore the switch.',
};

function endText({ expiresAt, reviewAt }: KillTerm, now: number): string {
  if (expiresAt !== null) {
    return Date.parse(expiresAt) > now
      ? `expires ${formatRelative(expiresAt, now)}`
      : `expired ${formatRelative(expiresAt, now)}`;
  }
  if (reviewAt === null) return 'has no end';
  return Date.parse(reviewAt) > now
    ? `has no end, to be looked at again ${formatRelative(reviewAt, now)}`
    : 'has no end, to be looked at now';
}
