import { expect, it } from 'vitest';
import { applyReport } from '../incident/incident.ts';
import { findHurting, whyBlocked } from './surroundings.ts';

const place = { key: 'recommendations', service: 'gateway', dependency: 'recommendation' };

function incident(more: { services?: string[]; suggestion?: string; recovered?: boolean }) {
  const at = '2026-11-21T03:00:00.000Z';
  return applyReport(undefined, {
    id: 'i1',
    openedAt: at,
    startedAt: at,
    recoveredAt: more.recovered ? at : null,
    title: 'errors up',
    services: more.services ?? [],
    alerts: [],
    origins: [],
    suspects: [],
    cleared: [],
    verdict: 'unknown',
    suggestion: more.suggestion ? { switchKey: more.suggestion, reasons: ['it cuts the call'] } : null,
  });
}

it.each([
  ['hurts the service', { services: ['gateway'] }, true],
  ['hurts the dependency', { services: ['recommendation'] }, true],
  ['suggests the switch', { suggestion: 'recommendations' }, true],
  ['hurts others', { services: ['payment'] }, false],
  ['is over', { services: ['gateway'], recovered: true }, false],
])('an incident that %s', (_name, more, hurts) => {
  expect(findHurting(place, [incident(more)]) !== undefined).toBe(hurts);
});

it('nothing is given back while an incident is open or the detector is silent; without a detector it is', () => {
  expect(whyBlocked(place, [incident({ services: ['gateway'] })], { state: 'ready' })).toBe(
    'an incident is open: errors up',
  );
  expect(whyBlocked(place, [], { state: 'away', seconds: 40 })).toBe('the detector does not answer');
  for (const state of ['ready', 'learning', 'none'] as const)
    expect(whyBlocked(place, [], { state })).toBeNull();
});
