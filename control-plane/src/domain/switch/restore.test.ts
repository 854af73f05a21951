import { expect, it } from 'vitest';
import type { RestoringKeeping } from './keeping.ts';
import { beginRestore, type Outlook, percentAt, showRestore, tickRestore } from './restore.ts';

const start = Date.parse('2026-11-21T03:00:00.000Z');
const stepMs = 30_000;
const clear: Outlook = { blocked: null, alerts: [] };
const begun = (alerts: string[] = []) =>
  beginRestore({ by: 'ann@example.com', reason: 'well again', stepMs }, alerts, start);

function moved(restore: RestoringKeeping, outlook: Outlook, at: number, kind: string): RestoringKeeping {
  const tick = tickRestore(restore, outlook, at);
  expect(tick.kind).toBe(kind);
  if (!('restore' in tick)) throw new Error(`expected a restore, got ${tick.kind}`);
  return tick.restore;
}

it('climbs 5, 25, 50 and 100 %, pausing at each', () => {
  let restore = begun();
  expect(percentAt(restore)).toBe(5);
  for (const [step, percent] of [
    [1, 25],
    [2, 50],
  ] as const) {
    expect(tickRestore(restore, clear, start + step * stepMs - 1)).toEqual({ kind: 'nothing' });
    restore = moved(restore, clear, start + step * stepMs, 'step');
    expect(percentAt(restore)).toBe(percent);
  }
  expect(tickRestore(restore, clear, start + 3 * stepMs - 1)).toEqual({ kind: 'nothing' });
  expect(tickRestore(restore, clear, start + 3 * stepMs)).toEqual({ kind: 'done' });
});

it('waits while an incident is open, and watches the whole step again afterwards', () => {
  const blocked = { blocked: 'an incident is open: errors up', alerts: [] };
  const held = moved(begun(), blocked, start + 10_000, 'wait');
  expect(showRestore(held)).toMatchObject({ heldReason: blocked.blocked, nextStepAt: null });
  expect(tickRestore(held, blocked, start + 10 * stepMs)).toEqual({ kind: 'nothing' });
  const released = moved(held, clear, start + 10 * stepMs, 'go_on');
  expect(showRestore(released).nextStepAt).toBe(new Date(start + 11 * stepMs).toISOString());
  expect(tickRestore(released, clear, start + 11 * stepMs - 1)).toEqual({ kind: 'nothing' });
  expect(moved(released, clear, start + 11 * stepMs, 'step').step).toBe(1);
});

it('waits for alerts that rose since the step began, not for those that were there', () => {
  const restore = begun(['latency_p95']);
  expect(tickRestore(restore, { blocked: null, alerts: ['latency_p95'] }, start + 1000)).toEqual({
    kind: 'nothing',
  });
  const held = moved(
    restore,
    { blocked: null, alerts: ['error_ratio', 'latency_p95'] },
    start + 2000,
    'wait',
  );
  expect(held.heldReason).toBe('alerts rose since this step began: error_ratio');
  expect(moved(held, clear, start + 3000, 'go_on').heldReason).toBeNull();
});

it('an alert that the next step finds is ordinary to that step', () => {
  const restore = begun(['latency_p95']);
  const next = moved(restore, { blocked: null, alerts: ['latency_p95'] }, start + stepMs, 'step');
  expect(next.alertsBefore).toEqual(['latency_p95']);
});
