import { describe, expect, it } from 'vitest';
import type { Incident } from '../../contract/index.ts';
import { incidentTable, incidentText } from './incident-text.ts';

const now = Date.parse('2026-11-21T02:51:07.000Z');
const at = '2026-11-21T02:47:00.000Z';
const incident: Incident = {
  report: {
    id: 'inc-1',
    openedAt: at,
    startedAt: at,
    recoveredAt: null,
    title: 'recommendation: latency and errors up, felt by gateway',
    services: ['recommendation', 'gateway'],
    alerts: [],
    origins: [{ service: 'recommendation', confidence: 0.9, reasons: ['first to deviate'] }],
    suspects: [{ changeId: 'c1', confidence: 0.8, reasons: ['4 s before the first alert'] }],
    cleared: [{ changeId: 'c2', reasons: ['on another service'] }],
    verdict: 'change',
    suggestion: { switchKey: 'recommendations', reasons: ['cuts gateway -> recommendation'] },
  },
  status: 'open',
  acknowledgedBy: null,
  acknowledgedAt: null,
  mitigatedAt: null,
  resolvedBy: null,
  resolvedAt: null,
  recoveredAfterKillS: null,
  timeline: [{ at, kind: 'opened', text: 'opened', actor: null, ref: null }],
  changes: [
    {
      id: 'c1',
      at,
      kind: 'flag',
      services: ['recommendation'],
      target: 'recommendation-ranker-v2',
      title: 'recommendation-ranker-v2: off -> on',
      actor: 'rosa@example.com',
      effect: 'enable',
      exposure: 1,
      version: null,
    },
  ],
};

describe('an incident', () => {
  it('names its origin, suspect and switch in the list', () => {
    expect(incidentTable([incident], now).split('\n')[1]).toMatch(
      /^inc-1\s+open\s+4 min ago\s+recommendation\s+recommendation-ranker-v2\s+kill recommendations/,
    );
  });

  it('says that no change is to blame when that is the verdict', () => {
    const report = { ...incident.report, suspects: [], verdict: 'no_change' as const };
    expect(incidentText({ ...incident, report })).toContain('no change is to blame');
    expect(incidentTable([{ ...incident, report }], now)).toContain('no change');
  });

  it('shows the suspect by its title with confidence and reasons', () => {
    expect(incidentText(incident)).toContain(
      'recommendation-ranker-v2: off -> on (rosa@example.com), 80 %: 4 s before the first alert',
    );
  });

  it('ends with the command that helps, until it is mitigated', () => {
    expect(incidentText(incident)).toContain('breakwater kill recommendations --incident inc-1 --reason');
    expect(incidentText({ ...incident, status: 'mitigated' })).not.toContain('breakwater kill');
  });

  it('tells how long recovery took after the kill', () => {
    const recovered = {
      ...incident,
      recoveredAfterKillS: 12.4,
      report: { ...incident.report, recoveredAt: at },
    };
    expect(incidentText(recovered)).toContain('12 s after the kill');
  });
});
