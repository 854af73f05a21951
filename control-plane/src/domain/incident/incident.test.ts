import { describe, expect, it } from 'vitest';
import { type ChangeEvent, Incident, type IncidentReport } from '../../contract/index.ts';
import { acknowledge, applyReport, type IncidentRecord, isHurting, resolve } from './incident.ts';
import { recoveredAfterKillS, toIncident } from './timeline.ts';

const report: IncidentReport = {
  id: 'i-1',
  openedAt: '2026-01-01T10:00:10.000Z',
  startedAt: '2026-01-01T10:00:00.000Z',
  recoveredAt: null,
  title: 'recommendation: latency up',
  services: ['recommendation'],
  alerts: [],
  origins: [],
  suspects: [{ changeId: 'c-1', confidence: 0.9, reasons: [] }],
  cleared: [],
  verdict: 'change',
  suggestion: null,
};
const at = '2026-01-01T10:01:00.000Z';
const recovered = { ...report, recoveredAt: '2026-01-01T10:02:00.000Z' };

describe('an incident', () => {
  const open = applyReport(undefined, report);
  const acknowledged = acknowledge(open, 'ada', at);
  const mitigated = applyReport(acknowledged, recovered);
  const resolved = resolve(mitigated, 'ada', at);

  it.each<[string, IncidentRecord, IncidentRecord['status'], boolean]>([
    ['is open when it is reported', open, 'open', true],
    ['is acknowledged once somebody takes it on', acknowledged, 'acknowledged', true],
    ['is mitigated once every alert has ended', mitigated, 'mitigated', false],
    [
      'is mitigated at once where it was reported after its recovery',
      applyReport(undefined, recovered),
      'mitigated',
      false,
    ],
    ['is acknowledged again when it flares up', applyReport(mitigated, report), 'acknowledged', true],
    [
      'is open again when it flares up and nobody had taken it on',
      applyReport(applyReport(open, recovered), report),
      'open',
      true,
    ],
    [
      'stays mitigated when it is acknowledged late',
      acknowledge(applyReport(open, recovered), 'ada', at),
      'mitigated',
      false,
    ],
    ['is resolved by a person', resolved, 'resolved', false],
    ['stays resolved whatever is reported later', applyReport(resolved, report), 'resolved', false],
  ])('%s', (_name, incident, status, hurts) => {
    expect(incident.status).toBe(status);
    expect(isHurting(incident)).toBe(hurts);
  });

  it('is taken on by one person', () => {
    expect(acknowledge(acknowledged, 'ada', at)).toBe(acknowledged);
    expect(() => acknowledge(acknowledged, 'bob', at)).toThrow(/ada acknowledged/);
    expect(() => acknowledge(resolved, 'ada', at)).toThrow(/resolved/);
    expect(() => resolve(resolved, 'ada', at)).toThrow(/resolved/);
  });

  it('keeps the last report', () => {
    expect(applyReport(resolved, { ...report, title: 'what came later' }).report.title).toBe(
      'what came later',
    );
  });
});

describe('its history', () => {
  const killed = { kind: 'killed', text: 'killed', actor: 'ada', ref: 'k' } as const;
  const change: ChangeEvent = {
    id: 'c-1',
    at: '2026-01-01T09:59:58.000Z',
    kind: 'flag',
    services: [],
    target: 'ranker',
    title: 'ranker: off -> on',
    actor: 'bob',
    effect: 'enable',
    exposure: 1,
    version: null,
  };

  it('mixes what was reported with what was done, oldest first', () => {
    const alert = {
      fingerprint: 'f',
      seriesKey: 'k',
      service: 'gateway',
      direction: 'out',
      peer: 'recommendation',
      metric: 'latency_p95',
      signal: 'latency',
      unit: 's',
      kind: 'shift',
      startsAt: '2026-01-01T10:00:02.000Z',
      endsAt: '2026-01-01T10:01:58.000Z',
      score: 1,
      value: 1,
      expected: 0,
      lower: 0,
      upper: 0.1,
      sentence: 'p95 is up',
      why: '',
    } as const;
    const record = applyReport(undefined, { ...recovered, alerts: [alert] });
    const shown = toIncident(record, [{ ...killed, at: '2026-01-01T10:01:30.000Z' }], [change]);
    expect(Incident.parse(shown).timeline.map(({ kind, text }) => [kind, text])).toEqual([
      ['change', 'ranker: off -> on'],
      ['alert', 'p95 is up'],
      ['opened', 'recommendation: latency up'],
      ['killed', 'killed'],
      ['alert_ended', 'latency_p95 of gateway -> recommendation alerts no more'],
      ['recovered', 'Recovered 30 s after the kill: every alert has ended'],
    ]);
  });

  it.each<[string, string | null, string[], number | null]>([
    ['nothing was killed', recovered.recoveredAt, [], null],
    ['it has not recovered', null, ['2026-01-01T10:01:30.000Z'], null],
    ['the kill came after the recovery', recovered.recoveredAt, ['2026-01-01T10:03:00.000Z'], null],
    [
      'the last of two kills counts',
      recovered.recoveredAt,
      ['2026-01-01T10:01:00.000Z', '2026-01-01T10:01:47.500Z'],
      12.5,
    ],
  ])('the time from the kill to the recovery: %s', (_name, recoveredAt, kills, expected) => {
    const record = applyReport(undefined, { ...report, recoveredAt });
    expect(
      recoveredAfterKillS(
        record,
        kills.map((when) => ({ ...killed, at: when })),
      ),
    ).toBe(expected);
  });
});
