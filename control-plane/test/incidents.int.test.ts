import { DetectorContext } from '@breakwater/anomaly-detector/contract';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { ControlPlane } from '../src/compose.ts';
import { AuditPage, ChangeAccepted, Incident, IncidentList } from '../src/contract/index.ts';
import {
  beat,
  Caller,
  detectorToken,
  emailOf,
  heartbeat,
  makeSetting,
  type Setting,
  signIn,
  startOn,
} from './setting/control-plane.ts';
import { report } from './setting/fake-detector.ts';

let setting: Setting;
let controlPlane: ControlPlane;
let detector: Caller;
let responder: Caller;

beforeAll(async () => {
  setting = await makeSetting();
  controlPlane = await startOn(setting);
  detector = new Caller(controlPlane.url, detectorToken);
  responder = await signIn(controlPlane.url, 'responder');
});

afterAll(async () => {
  await controlPlane?.close();
  await setting?.remove();
});

const tell = (sent: ReturnType<typeof report>) => detector.put(`/api/v1/incidents/${sent.id}/report`, sent);
const read = async (id: string) => (await responder.get(`/api/v1/incidents/${id}`)).as(Incident);
const kindsOf = (incident: Incident) => incident.timeline.map(({ kind }) => kind);

it('an incident goes from open over acknowledged and mitigated to resolved, and its history tells all of it', async () => {
  const suggestion = { switchKey: 'recommendations', reasons: ['it cuts the call'] };
  const first = report('loop', { suggestion });
  expect((await tell(first)).status).toBe(204);
  expect(await read('loop')).toMatchObject({
    status: 'open',
    acknowledgedBy: null,
    recoveredAfterKillS: null,
  });

  const acknowledged = (await responder.post('/api/v1/incidents/loop/acknowledge')).as(Incident);
  expect(acknowledged).toMatchObject({ status: 'acknowledged', acknowledgedBy: emailOf('responder') });

  await beat(controlPlane.url, heartbeat('gateway-1', 1));
  const kill = await responder.post('/api/v1/switches/recommendations/kill', {
    reason: 'slow',
    incidentId: 'loop',
  });
  const { propagation } = kill.as(ChangeAccepted);
  await beat(controlPlane.url, heartbeat('gateway-1', propagation.revision));
  await vi.waitFor(async () => expect(kindsOf(await read('loop'))).toContain('confirmed'), {
    timeout: 15_000,
  });

  const recoveredAt = new Date(Date.parse(propagation.at) + 12_000).toISOString();
  await tell({ ...first, recoveredAt });
  const mitigated = await read('loop');
  expect(mitigated).toMatchObject({ status: 'mitigated', mitigatedAt: recoveredAt });
  expect(mitigated.recoveredAfterKillS).toBeCloseTo(12, 0);

  await responder.post('/api/v1/switches/recommendations/restore', {
    reason: 'fixed',
    confirmKey: 'recommendations',
  });
  const note = 'the ranker was slow; rolled back';
  const resolved = (await responder.post('/api/v1/incidents/loop/resolve', { note })).as(Incident);
  expect(resolved).toMatchObject({ status: 'resolved', resolvedBy: emailOf('responder') });
  expect(kindsOf(resolved).filter((kind) => kind !== 'resolved' && kind !== 'restored')).toEqual([
    'opened',
    'acknowledged',
    'killed',
    'confirmed',
    'recovered',
  ]);
  expect(kindsOf(resolved)).toEqual(expect.arrayContaining(['restored', 'resolved']));
  expect(resolved.timeline.find(({ kind }) => kind === 'killed')?.text).toBe('recommendations killed: slow');
  expect(resolved.timeline.find(({ kind }) => kind === 'confirmed')?.text).toMatch(
    /1 of 1 instances confirmed in \d+ ms/,
  );
  const { entries } = (await responder.get('/api/v1/audit')).as(AuditPage);
  expect(entries.map(({ action }) => action)).toEqual(
    expect.arrayContaining([
      'incident.open',
      'incident.acknowledged',
      'incident.mitigated',
      'incident.resolved',
    ]),
  );
});

it('the same report again changes nothing and is told nobody again', async () => {
  const sent = report('same');
  await tell(sent);
  const count = async () => (await setting.sql('select id from ops.outbox where key = $1', ['same'])).length;
  expect(await count()).toBe(1);
  await tell(sent);
  expect(await count()).toBe(1);
});

it('a kill before the detector suggests its switch is linked once it does', async () => {
  const startedAt = new Date(Date.now() - 60_000).toISOString();
  await tell(report('late', { startedAt }));
  await responder.post('/api/v1/switches/payments.capture/kill', { reason: 'a guess' });
  expect(kindsOf(await read('late'))).not.toContain('killed');
  await tell(report('late', { startedAt, suggestion: { switchKey: 'payments.capture', reasons: [] } }));
  await tell(
    report('late', { startedAt, title: 'again', suggestion: { switchKey: 'payments.capture', reasons: [] } }),
  );
  expect(kindsOf(await read('late')).filter((kind) => kind === 'killed')).toHaveLength(1);
});

it('an incident that flares up again is open again', async () => {
  const sent = report('again', { recoveredAt: new Date().toISOString() });
  await tell(sent);
  expect((await read('again')).status).toBe('mitigated');
  await tell({ ...sent, recoveredAt: null });
  expect(await read('again')).toMatchObject({ status: 'open', mitigatedAt: null });
});

it('shows the changes that it speaks of', async () => {
  const manager = await signIn(controlPlane.url, 'release-manager');
  const deploy = {
    kind: 'deploy',
    services: ['recommendation'],
    target: 'recommendation',
    title: 'recommendation 2.0',
  };
  const { id: changeId } = JSON.parse((await manager.post('/api/v1/changes', deploy)).text) as { id: string };
  await tell(report('suspected', { suspects: [{ changeId, confidence: 0.8, reasons: ['just before'] }] }));
  const incident = await read('suspected');
  expect(incident.changes.map(({ id }) => id)).toEqual([changeId]);
  expect(incident.timeline.find(({ kind }) => kind === 'change')).toMatchObject({
    text: 'recommendation 2.0',
    ref: changeId,
  });
});

it('lists the newest first, and by status', async () => {
  await tell(report('newest', { openedAt: new Date(Date.now() + 60_000).toISOString() }));
  const all = (await responder.get('/api/v1/incidents')).as(IncidentList).incidents;
  expect(all[0]?.report.id).toBe('newest');
  const resolved = (await responder.get('/api/v1/incidents?status=resolved')).as(IncidentList).incidents;
  expect(resolved.map(({ report: { id } }) => id)).toEqual(['loop']);
  const context = (await detector.get('/api/v1/detector/context')).as(DetectorContext);
  expect(context.resolved).toEqual(['loop']);
});

it('refuses what may not be', async () => {
  await tell(report('taken'));
  const manager = await signIn(controlPlane.url, 'release-manager');
  const viewer = await signIn(controlPlane.url, 'viewer');
  await manager.post('/api/v1/incidents/taken/acknowledge');
  expect((await manager.post('/api/v1/incidents/taken/acknowledge')).status).toBe(200);
  expect((await responder.post('/api/v1/incidents/taken/acknowledge')).problem).toMatchObject({
    status: 409,
    code: 'incident.already_acknowledged',
  });
  expect((await viewer.post('/api/v1/incidents/taken/resolve', { note: 'let me' })).problem.code).toBe(
    'access.role_too_low',
  );
  expect((await manager.post('/api/v1/incidents/taken/resolve', { note: '' })).problem.code).toBe(
    'request.invalid',
  );
  expect((await manager.post('/api/v1/incidents/nope/acknowledge')).problem.code).toBe('incident.unknown');
  await manager.post('/api/v1/incidents/taken/resolve', { note: 'a false alarm' });
  expect((await manager.post('/api/v1/incidents/taken/resolve', { note: 'once more' })).problem.code).toBe(
    'incident.already_resolved',
  );
  expect((await manager.put('/api/v1/incidents/x/report', report('x'))).problem.code).toBe(
    'access.token_refused',
  );
  expect((await detector.put('/api/v1/incidents/x/report', report('y'))).problem.code).toBe(
    'request.invalid',
  );
});
