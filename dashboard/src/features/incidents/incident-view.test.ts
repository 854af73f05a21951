import type { Incident } from '@breakwater/control-plane/contract';
import { expect, test } from 'vitest';
import { incidentView, needingSomebody } from './incident-view.ts';

const at = (seconds: number) =>
  new Date(Date.parse('2026-11-21T02:51:00.000Z') + seconds * 1000).toISOString();

function incident(more: Partial<Incident> = {}, report: Partial<Incident['report']> = {}): Incident {
  return {
    report: {
      id: 'i1',
      openedAt: at(8),
      startedAt: at(0),
      recoveredAt: null,
      title: 'recommendation: latency and errors up, felt by gateway',
      services: ['recommendation', 'gateway'],
      alerts: [],
      origins: [{ service: 'recommendation', confidence: 0.92, reasons: ['it began there'] }],
      suspects: [{ changeId: 'c1', confidence: 0.8, reasons: ['began 3 s before'] }],
      cleared: [{ changeId: 'c2', reasons: ['another service'] }],
      verdict: 'change',
      suggestion: { switchKey: 'recommendations', reasons: ['it cuts the call'] },
      ...report,
    },
    status: 'open',
    acknowledgedBy: null,
    acknowledgedAt: null,
    mitigatedAt: null,
    resolvedBy: null,
    resolvedAt: null,
    recoveredAfterKillS: null,
    timeline: [],
    changes: [
      {
        id: 'c1',
        at: at(-3),
        kind: 'flag',
        services: ['recommendation'],
        target: 'recommendation-ranker-v2',
        title: 'recommendation-ranker-v2: off -> on',
        actor: 'ada@example.com',
        effect: 'enable',
        exposure: 1,
        version: null,
      },
    ],
    ...more,
  };
}

test('it names the origin, who feels it, the suspect and the switch', () => {
  const view = incidentView(incident(), Date.parse(at(60)));
  expect(view.origin).toEqual({ service: 'recommendation', confidence: 0.92 });
  expect(view.feltBy).toEqual(['gateway']);
  expect(view.verdict).toBe('recommendation-ranker-v2: off → on (80 % sure)');
  expect(view.suspects[0]?.change?.actor).toBe('ada@example.com');
  expect(view.suggestedKey).toBe('recommendations');
});

test('it lasts until now, or until it recovered', () => {
  expect(incidentView(incident(), Date.parse(at(60))).lastedMs).toBe(60_000);
  expect(incidentView(incident({}, { recoveredAt: at(40) }), Date.parse(at(600))).lastedMs).toBe(40_000);
});

test('"no change is to blame" is said as an answer', () => {
  expect(incidentView(incident({}, { verdict: 'no_change' }), 0).verdict).toMatch(/^No change is to blame/);
});

test('a cleared change without a record of its own keeps its reasons', () => {
  expect(incidentView(incident(), 0).cleared).toEqual([
    { changeId: 'c2', change: undefined, confidence: null, reasons: ['another service'] },
  ]);
});

test('open ones come before acknowledged and mitigated ones; resolved ones need nobody', () => {
  const list = (['resolved', 'mitigated', 'open', 'acknowledged'] as const).map((status) =>
    incident({ status }),
  );
  expect(needingSomebody(list).map(({ status }) => status)).toEqual(['open', 'acknowledged', 'mitigated']);
});
