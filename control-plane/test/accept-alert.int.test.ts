import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ControlPlane } from '../src/compose.ts';
import { Acceptance, AcceptedList, AuditPage, alertIdOf, Incident } from '../src/contract/index.ts';
import {
  Caller,
  detectorToken,
  emailOf,
  makeSetting,
  type Setting,
  signIn,
  startOn,
} from './setting/control-plane.ts';
import { alert, type FakeDetector, report, startFakeDetector } from './setting/fake-detector.ts';

let setting: Setting;
let controlPlane: ControlPlane;
let detector: FakeDetector;
let responder: Caller;

const known = alert();
const stranger = alert({ fingerprint: 'beef' });
const pathOf = (id: string) => `/api/v1/incidents/odd/alerts/${id}/not-an-anomaly`;
const note = 'the nightly import does this';

beforeAll(async () => {
  detector = await startFakeDetector();
  setting = await makeSetting({ BREAKWATER_DETECTOR_URL: detector.url });
  controlPlane = await startOn(setting);
  responder = await signIn(controlPlane.url, 'responder');
  const sent = report('odd', { alerts: [known] });
  const told = new Caller(controlPlane.url, detectorToken);
  await told.put('/api/v1/incidents/odd/report', sent);
  await told.put('/api/v1/incidents/other/report', report('other', { alerts: [stranger] }));
});

afterAll(async () => {
  await controlPlane?.close();
  await detector?.close();
  await setting?.remove();
});

const audited = async (action: string) =>
  (await responder.get('/api/v1/audit')).as(AuditPage).entries.filter((entry) => entry.action === action);

it('what a responder calls no anomaly goes to the detector, the timeline and the audit, once', async () => {
  for (const said of [note, 'said again']) {
    const answer = await responder.post(pathOf(alertIdOf(known)), { note: said });
    expect(answer.status).toBe(201);
    expect(answer.as(Acceptance)).toMatchObject({ id: alertIdOf(known), by: emailOf('responder'), note });
  }
  const incident = (await responder.get('/api/v1/incidents/odd')).as(Incident);
  expect(incident.timeline.filter(({ kind }) => kind === 'note')).toMatchObject([
    {
      text: `error_ratio of gateway -> recommendation is no anomaly: ${note}`,
      actor: emailOf('responder'),
      ref: known.fingerprint,
    },
  ]);
  expect(await audited('anomaly.accepted')).toMatchObject([{ target: known.seriesKey, reason: note }]);
  expect((await responder.get('/api/v1/accepted')).as(AcceptedList).accepted).toEqual(detector.accepted);
});

it('it is taken back once, and that is in the audit, too', async () => {
  const path = `/api/v1/accepted/${alertIdOf(known)}`;
  expect((await responder.delete(path)).status).toBe(204);
  expect(detector.accepted).toEqual([]);
  expect(await audited('anomaly.revoked')).toMatchObject([
    { target: known.seriesKey, before: { id: alertIdOf(known), note } },
  ]);
  expect((await responder.delete(path)).problem).toMatchObject({ status: 404, code: 'acceptance.unknown' });
});

it('an alert of another incident, no reason, a misspelt field and a viewer are refused', async () => {
  const answer = await responder.post(pathOf(alertIdOf(stranger)), { note });
  expect(answer.problem).toMatchObject({ status: 404, code: 'alert.unknown' });
  expect(answer.problem.detail).toContain(alertIdOf(known));
  const id = alertIdOf(known);
  expect((await responder.post(pathOf(id), { note: ' ' })).problem.detail).toMatch(/why it is normal/);
  expect((await responder.post(pathOf(id), { note, why: 'x' })).problem.detail).toContain('why');
  const viewer = await signIn(controlPlane.url, 'viewer');
  expect((await viewer.post(pathOf(id), { note })).problem.code).toBe('access.role_too_low');
  expect((await viewer.delete(`/api/v1/accepted/${id}`)).problem.code).toBe('access.role_too_low');
  expect(detector.accepted).toEqual([]);
});

it('what holds is noted though the detector could not store it, and told as what went wrong', async () => {
  detector.isDiskFull = true;
  const answer = await responder.post(pathOf(alertIdOf(known)), { note });
  detector.isDiskFull = false;
  expect(answer.problem).toMatchObject({ status: 502, code: 'detector.away' });
  expect(answer.problem.detail).toContain('the disk is full');
  expect(await audited('anomaly.accepted')).toHaveLength(2);
  await responder.delete(`/api/v1/accepted/${alertIdOf(known)}`);
});

it('without a detector nothing is noted', async () => {
  await detector.close();
  const answer = await responder.post(pathOf(alertIdOf(known)), { note });
  expect(answer.problem).toMatchObject({ status: 502, code: 'detector.away' });
  expect(await audited('anomaly.accepted')).toHaveLength(2);
});
