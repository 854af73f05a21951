import type { Alert, Incident, TimelineEntry } from '@breakwater/control-plane/contract';
import { expect, test } from 'vitest';
import { alertingSeries, incidentMarkers, incidentSpan, timelineLines, worstAlert } from './timeline-view.ts';

const start = Date.parse('2026-11-21T02:51:00.000Z');
const at = (seconds: number) => new Date(start + seconds * 1000).toISOString();
const entry = (kind: TimelineEntry['kind'], seconds: number): TimelineEntry => ({
  at: at(seconds),
  kind,
  text: kind,
  actor: null,
  ref: null,
});

const incident = {
  report: {
    startedAt: at(0),
    suspects: [{ changeId: 'c1', confidence: 0.9, reasons: [] }],
    alerts: [
      { seriesKey: 'b', startsAt: at(4) },
      { seriesKey: 'a', startsAt: at(0) },
      { seriesKey: 'a', startsAt: at(30) },
    ] as Alert[],
  },
  changes: [{ id: 'c1', at: at(-3) }],
  resolvedAt: null,
  timeline: [entry('killed', 20), entry('opened', 8), entry('change', -3), entry('recovered', 32)],
} as unknown as Incident;

test('the history is told from the oldest on, with its distance from the first symptom', () => {
  expect(timelineLines(incident).map(({ offset, word }) => `${offset} ${word}`)).toEqual([
    '−3 s Change',
    '+8 s Opened',
    '+20 s Killed',
    '+32 s Recovered',
  ]);
});

test('a text that begins with its own word does not say it twice', () => {
  const timeline = [{ ...entry('recovered', 32), text: 'Recovered: every alert has ended' }];
  expect(timelineLines({ ...incident, timeline })[0]?.text).toBe('every alert has ended');
});

test('what was said of an alert names it as everywhere else', () => {
  const alerts = [
    { fingerprint: 'f', service: 'gateway', direction: 'in', peer: '', metric: 'error_ratio' } as Alert,
  ];
  const timeline = [
    { ...entry('note', 5), ref: 'f', text: 'error_ratio of gateway is no anomaly: the import' },
  ];
  const [line] = timelineLines({ ...incident, report: { ...incident.report, alerts }, timeline });
  expect(line?.text).toBe('error ratio of gateway is no anomaly: the import');
});

test('an alert is only named: its figures stand beside it', () => {
  const alerts = [
    { fingerprint: 'f', service: 'gateway', direction: 'in', peer: '', metric: 'error_ratio' } as Alert,
  ];
  const timeline = [
    { ...entry('alert', 0), ref: 'f', text: 'error ratio of gateway is 19 %, expected 0-14 %, for 32 s' },
    { ...entry('alert_ended', 90), ref: 'f', text: 'error_ratio of gateway alerts no more' },
    { ...entry('note', 95), ref: 'f' },
  ];
  const told = timelineLines({ ...incident, report: { ...incident.report, alerts }, timeline });
  expect(told.map(({ text }) => text)).toEqual(['error ratio of gateway', 'error ratio of gateway', 'note']);
});

test('the charts point out the suspect, the kill and the recovery', () => {
  expect(incidentMarkers(incident)).toEqual([
    { at: start - 3000, label: 'suspect', tone: 'bad' },
    { at: start + 20_000, label: 'killed', tone: 'muted' },
    { at: start + 32_000, label: 'recovered', tone: 'ok' },
  ]);
});

test('charts run on until the incident is resolved', () => {
  expect(incidentSpan(incident)).toEqual({ kind: 'since', from: start - 180_000 });
  expect(incidentSpan({ ...incident, resolvedAt: at(600) })).toEqual({
    kind: 'between',
    from: start - 180_000,
    to: start + 720_000,
  });
});

test('each alerting series is drawn once, the first to alert first', () => {
  expect(alertingSeries(incident).map(({ seriesKey }) => seriesKey)).toEqual(['a', 'b']);
});

test('where there is room for one alert it is a lasting one at the origin', () => {
  const alert = (service: string, endsAt: string | null, score: number) =>
    ({ service, endsAt, score }) as Alert;
  const report = {
    ...incident.report,
    origins: [{ service: 'recommendation', confidence: 0.9, reasons: [] }],
    alerts: [
      alert('gateway', null, 1),
      alert('recommendation', at(9), 0.9),
      alert('recommendation', null, 0.5),
    ],
  };
  expect(worstAlert({ ...incident, report })).toMatchObject({ service: 'recommendation', endsAt: null });
  expect(worstAlert({ ...incident, report: { ...report, alerts: [] } })).toBeUndefined();
});
