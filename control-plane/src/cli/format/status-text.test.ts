import { expect, it } from 'vitest';
import type { Instance, Switch } from '../../contract/index.ts';
import { type Status, statusText } from './status-text.ts';

const now = Date.parse('2026-11-21T02:51:07.000Z');
const at = '2026-11-21T02:51:06.000Z';

const aSwitch = (key: string, state: Switch['state']): Switch => ({
  key,
  state,
  percent: state === 'KILLED' ? 0 : 100,
  title: key,
  sheds: '',
  fallback: '',
  owner: '',
  service: 'gateway',
  dependency: '',
  runbook: '',
  tier: 3,
  dependents: [],
  expectedEffect: '',
  term: null,
  restore: null,
  lastDrill: null,
  lastProvenAt: null,
  changedAt: null,
  changedBy: null,
  reason: null,
  propagation: null,
});

const instance = (instanceId: string, revision: number, silent: boolean): Instance => ({
  instanceId,
  service: 'gateway',
  environment: 'production',
  sdk: 'flag-sdk',
  startedAt: at,
  revision,
  source: 'stream',
  flags: [],
  guards: [],
  lastSeenAt: at,
  silent,
});

const status: Status = {
  server: 'http://127.0.0.1:4400',
  environment: 'production',
  user: { email: 'ada@example.com', name: 'Ada', role: 'responder' },
  switches: {
    environment: 'production',
    revision: 9,
    switches: [aSwitch('a', 'LIVE'), aSwitch('b', 'KILLED')],
  },
  levels: {
    current: 'L1',
    changedAt: at,
    changedBy: 'ada@example.com',
    reason: 'too much load',
    levels: [{ id: 'L1', title: 'No extras', sheds: 'suggestions', switches: ['b'], adds: ['b'] }],
    held: [],
    lastReport: null,
  },
  instances: {
    revision: 9,
    instances: [
      instance('gateway-1', 9, false),
      instance('gateway-2', 8, false),
      instance('order-1', 3, true),
    ],
  },
  incidents: [],
  rollouts: [],
  detector: null,
};

it('names what is killed, who is behind and who is silent', () => {
  const text = statusText(status, now);
  expect(text).toContain('1 KILLED (b), 1 LIVE');
  expect(text).toContain('1/2 at revision 9; silent: order-1');
});

it('says that nothing is watched while the detector is away', () => {
  expect(statusText(status, now)).toContain('away: nothing is watched now');
});

it('tells how warm the detector is and which targets are down', () => {
  const detector = {
    startedAt: at,
    seriesCount: 40,
    warmth: { ready: false, share: 0.5, remainingS: 90 },
    samplesPerSecond: 20,
    targets: [{ service: 'order', instance: 'order-1', up: false, lastScrapeAt: null, error: 'refused' }],
    topology: [],
  };
  expect(statusText({ ...status, detector }, now)).toContain(
    '50 % warm, ready in 1 min, 40 series; targets down: order-1',
  );
});

it('tells the level, when kills end, what should be done about them and how far restores have come', () => {
  const term = {
    since: at,
    expiresAt: '2026-11-21T03:20:00.000Z',
    reviewAt: null,
    warning: 'expires_soon' as const,
    warningText: 'The kill expires soon.',
    renewals: 0,
    level: 'L1',
  };
  const killed = { ...aSwitch('a', 'KILLED'), term };
  const restoring = { ...aSwitch('b', 'RESTORING'), percent: 25 };
  const switches = { ...status.switches, switches: [killed, restoring, aSwitch('c', 'LIVE')] };
  const text = statusText({ ...status, switches }, now);
  expect(text).toContain('level      L1 No extras');
  expect(text).toContain('1 KILLED (a level L1, expires in 28 min 53 s), b RESTORING 25 %, 1 LIVE');
  expect(text).toContain('attention  a: The kill expires soon.');
});

it('shows the switches with what was last known while Postgres is away', () => {
  const away = { levels: null, incidents: null, rollouts: null };
  const switches = { ...status.switches, databaseAway: true };
  const text = statusText({ ...status, ...away, switches }, now);
  expect(text).toContain('as last known, 1 KILLED (b), 1 LIVE');
  expect(text).toContain('incidents  not known: Postgres is away');
});
