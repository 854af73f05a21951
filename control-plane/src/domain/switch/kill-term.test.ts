import { expect, it } from 'vitest';
import type { KilledKeeping } from './keeping.ts';
import { beginKill, nagEveryMs, renewKill, reviewAfterMs, showTerm, tickKill } from './kill-term.ts';

const start = Date.parse('2026-11-21T03:00:00.000Z');
const hourMs = 3_600_000;
const after = (ms: number) => new Date(start + ms).toISOString();

function kill(expiresInS?: number): KilledKeeping {
  return beginKill({ by: 'ann@example.com', reason: 'it is slow', expiresInS }, start);
}

function reminded(one: KilledKeeping, blocked: string | null, at: number): KilledKeeping {
  const tick = tickKill(one, blocked, at);
  if (tick.kind !== 'remind') throw new Error(`expected a reminder, got ${tick.kind}`);
  return tick.kill;
}

it('a kill without expiry is to be reviewed after a day, and asked about again and again', () => {
  const one = kill();
  expect(one).toMatchObject({ expiresAt: null, reviewAt: after(reviewAfterMs) });
  expect(tickKill(one, null, start + reviewAfterMs - 1)).toEqual({ kind: 'nothing' });
  const asked = reminded(one, null, start + reviewAfterMs);
  expect(showTerm(asked)).toMatchObject({
    warning: 'review_due',
    warningText: expect.stringContaining('restore it, or renew it'),
  });
  expect(tickKill(asked, null, start + reviewAfterMs + nagEveryMs - 1)).toEqual({ kind: 'nothing' });
  expect(tickKill(asked, null, start + reviewAfterMs + nagEveryMs)).toMatchObject({ kind: 'remind' });
});

it('warns ten minutes before a long kill expires, and once', () => {
  const one = kill(7200);
  expect(tickKill(one, null, start + 2 * hourMs - 600_001)).toEqual({ kind: 'nothing' });
  const warned = reminded(one, null, start + 2 * hourMs - 600_000);
  expect(warned.warning).toBe('expires_soon');
  expect(tickKill(warned, null, start + 2 * hourMs - 1)).toEqual({ kind: 'nothing' });
});

it('warns of a short kill in its last fifth', () => {
  expect(tickKill(kill(100), null, start + 79_999)).toEqual({ kind: 'nothing' });
  expect(reminded(kill(100), null, start + 80_000).warning).toBe('expires_soon');
});

it('restores at expiry', () => {
  expect(tickKill(kill(100), null, start + 100_000)).toEqual({ kind: 'restore' });
});

it('stays killed past its expiry while an incident is open, says so, nags, and is restored once it is over', () => {
  const blocked = 'an incident is open: errors up';
  const stuck = reminded(kill(100), blocked, start + 100_000);
  expect(showTerm(stuck)).toMatchObject({
    warning: 'expired_incident_open',
    warningText: expect.stringContaining('stays because an incident is open: errors up'),
  });
  expect(tickKill(stuck, blocked, start + 101_000)).toEqual({ kind: 'nothing' });
  expect(tickKill(stuck, blocked, start + 100_000 + nagEveryMs)).toMatchObject({ kind: 'remind' });
  expect(tickKill(stuck, null, start + 102_000)).toEqual({ kind: 'restore' });
});

it('a renewed kill lasts as long as before from now on, or as long as is asked, or has no end', () => {
  const warned = reminded(kill(100), null, start + 90_000);
  const again = renewKill(warned, undefined, start + 95_000);
  expect(again).toMatchObject({ expiresAt: after(195_000), warning: null, renewals: 1, since: after(0) });
  expect(tickKill(again, null, start + 100_000)).toEqual({ kind: 'nothing' });
  expect(renewKill(again, 3600, start + hourMs)).toMatchObject({ expiresAt: after(2 * hourMs), renewals: 2 });
  const endless = renewKill(again, null, start);
  expect(endless).toMatchObject({ expiresAt: null, reviewAt: after(reviewAfterMs) });
  expect(renewKill(endless, undefined, start + hourMs)).toMatchObject({
    expiresAt: null,
    reviewAt: after(hourMs + reviewAfterMs),
  });
});
