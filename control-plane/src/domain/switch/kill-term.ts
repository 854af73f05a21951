import type { KillTerm, KillWarning } from '../../contract/switch.ts';
import type { KilledKeeping } from './keeping.ts';

/** A kill without expiry is looked at again after this long, in milliseconds. */
export const reviewAfterMs = 24 * 3_600_000;
/** A warning that nobody acts on is repeated this often, in milliseconds. */
export const nagEveryMs = 15 * 60_000;
/** The longest warning before an expiry; a short kill is warned of in its last fifth. */
const longestWarningMs = 10 * 60_000;

/** What a kill is asked to be. */
export interface KillAsked {
  by: string;
  reason: string | null;
  /** Absent: without expiry. */
  expiresInS?: number | undefined;
  level?: string | undefined;
  flipBefore?: string | undefined;
}

/** A kill that begins now, epoch milliseconds. */
export function beginKill(asked: KillAsked, now: number): KilledKeeping {
  return {
    kind: 'killed',
    since: iso(now),
    by: asked.by,
    reason: asked.reason,
    ...termFrom(asked.expiresInS ?? null, now),
    renewals: 0,
    level: asked.level ?? null,
    ...(asked.flipBefore !== undefined && { flipBefore: asked.flipBefore }),
  };
}

/** A new term from now on: as long as before for undefined, without expiry for null. */
export function renewKill(
  kill: KilledKeeping,
  expiresInS: number | null | undefined,
  now: number,
): KilledKeeping {
  const lengthS = expiresInS === undefined ? kill.lengthS : expiresInS;
  return { ...kill, ...termFrom(lengthS, now), renewals: kill.renewals + 1 };
}

/** What the clock does to a kill. */
export type KillTick = { kind: 'nothing' } | { kind: 'remind'; kill: KilledKeeping } | { kind: 'restore' };

/**
 * An expired kill is restored, unless something speaks against it (`blocked`, to follow "because"): then people are
 * reminded until it does not. Cost O(1).
 */
export function tickKill(kill: KilledKeeping, blocked: string | null, now: number): KillTick {
  const warning = warningOf(kill, blocked, now);
  if (warning === 'expired') return { kind: 'restore' };
  if (warning === kill.warning && !isNagDue(kill, now)) return { kind: 'nothing' };
  return { kind: 'remind', kill: { ...kill, warning, blocked, warnedAt: warning && iso(now) } };
}

/** A kill's term as it is shown. */
export function showTerm(kill: KilledKeeping): KillTerm {
  const { since, expiresAt, reviewAt, warning, renewals, level } = kill;
  return {
    since,
    expiresAt,
    reviewAt,
    warning,
    warningText: warning && warningText(kill, warning),
    renewals,
    level,
  };
}

/** A warning in one sentence that says what to do. */
function warningText(kill: KilledKeeping, warning: KillWarning): string {
  switch (warning) {
    case 'expires_soon':
      return `The kill expires at ${kill.expiresAt}: then it is restored in steps. Renew it if it is still needed.`;
    case 'expired_incident_open':
      return `The kill expired at ${kill.expiresAt} and stays because ${kill.blocked ?? 'an incident was open'}. Renew it, or resolve what holds it.`;
    case 'review_due':
      return `Killed since ${kill.since} without an expiry: restore it, or renew it with a reason.`;
  }
}

function termFrom(lengthS: number | null, now: number) {
  return {
    lengthS,
    expiresAt: lengthS === null ? null : iso(now + lengthS * 1000),
    reviewAt: lengthS === null ? iso(now + reviewAfterMs) : null,
    warning: null,
    blocked: null,
    warnedAt: null,
  };
}

function warningOf(kill: KilledKeeping, blocked: string | null, now: number): KillWarning | 'expired' | null {
  if (kill.expiresAt === null) {
    return kill.reviewAt !== null && now >= Date.parse(kill.reviewAt) ? 'review_due' : null;
  }
  const expiresAt = Date.parse(kill.expiresAt);
  if (now >= expiresAt) return blocked === null ? 'expired' : 'expired_incident_open';
  const warnMs = Math.min(longestWarningMs, ((kill.lengthS ?? 0) * 1000) / 5);
  return now >= expiresAt - warnMs ? 'expires_soon' : null;
}

function isNagDue({ warning, warnedAt }: KilledKeeping, now: number): boolean {
  if (warning === null || warning === 'expires_soon' || warnedAt === null) return false;
  return now - Date.parse(warnedAt) >= nagEveryMs;
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
