import { describe, expect, it } from 'vitest';
import { alert, noon, type Sketch, shop } from '../../test/findings.ts';
import type { ChangeEvent, IncidentReport } from '../contract/index.ts';
import { Correlator } from './correlator.ts';

const edge: Sketch[] = [
  { service: 'gateway', peer: 'recommendation', signal: 'errors' },
  { service: 'recommendation', signal: 'errors' },
];
const flip = (atS: number): ChangeEvent => ({
  id: `flip-${atS}`,
  at: new Date(noon + atS * 1000).toISOString(),
  kind: 'flag',
  services: ['recommendation'],
  target: 'ranker',
  title: 'ranker on',
  actor: 'ada@example.org',
  effect: 'enable',
  exposure: 1,
  version: null,
});

/** A correlator with a clock in seconds after noon. */
function play(changes: ChangeEvent[] = [], resolved = new Set<string>()) {
  const correlator = new Correlator(shop(), { keepsUngrouped: true });
  const latest = new Map<string, IncidentReport>();
  let sent = 0;
  const tick = (second: number) => {
    const switches = [
      { key: 'recommendations', service: 'gateway', dependency: 'recommendation', state: 'LIVE' as const },
    ];
    const reports = correlator.tick(noon + second * 1000, { changes, switches, resolved }, 7);
    sent += reports.length;
    for (const report of reports) latest.set(report.id, report);
  };
  const raise = (sketches: Sketch[], second: number) => {
    for (const sketch of sketches) correlator.offer(alert(sketch), noon + second * 1000);
  };
  return { correlator, latest, tick, raise, sent: () => sent };
}

const at = (sketches: Sketch[], startS: number, endS: number | null = null) =>
  sketches.map((sketch) => ({ ...sketch, startS, endS }));

describe('Correlator', () => {
  it('makes one incident of alerts that belong together', () => {
    const { latest, tick, raise } = play([flip(-2)]);
    raise(at(edge, 0), 4);
    tick(6);
    raise([{ service: 'gateway', startS: 2 }], 8);
    tick(8);
    expect(latest.size).toBe(1);
    const [report] = [...latest.values()];
    expect(report!.alerts).toHaveLength(3);
    expect(report!.alerts.map(({ why }) => why)[0]).toBe('it began first');
    expect(report!.origins[0]!.service).toBe('recommendation');
    expect(report!.suspects[0]!.changeId).toBe('flip--2');
    expect(report!.suggestion?.switchKey).toBe('recommendations');
    expect(report!.recoveredAt).toBeNull();
  });

  it('keeps two faults that have nothing in common apart', () => {
    const { latest, tick, raise } = play();
    raise(at([{ service: 'catalog', signal: 'errors' }, { service: 'catalog' }], 0), 4);
    raise(at([{ service: 'payment', signal: 'errors' }, { service: 'payment' }], 0), 4);
    tick(6);
    expect(latest.size).toBe(2);
  });

  it('does not date an incident back to a blip that was over before it began', () => {
    const { latest, tick, raise } = play([flip(58)]);
    const lag: Sketch = { service: 'recommendation', direction: 'self', signal: 'saturation' };
    raise(at([lag], 0), 6);
    tick(8);
    raise(at([lag], 0, 12), 20);
    tick(22);
    raise(at(edge, 60), 64);
    tick(66);
    const [report] = [...latest.values()];
    expect(report!.startedAt).toBe('2026-11-21T12:01:00.000Z');
    expect(report!.suspects[0]!.changeId).toBe('flip-58');
  });

  it('says when every alert has ended', () => {
    const { latest, tick, raise } = play();
    raise(at(edge, 0), 4);
    tick(6);
    raise(at([edge[0]!], 0, 40), 48);
    tick(48);
    expect([...latest.values()][0]!.recoveredAt).toBeNull();
    raise(at([edge[1]!], 0, 42), 50);
    tick(50);
    expect([...latest.values()][0]!.recoveredAt).toBe('2026-11-21T12:00:42.000Z');
  });

  it('continues an incident whose fault comes back soon', () => {
    const { latest, tick, raise } = play([flip(-2)]);
    raise(at(edge, 0), 4);
    tick(6);
    raise(at(edge, 0, 40), 48);
    tick(48);
    raise(at(edge, 70), 74);
    tick(76);
    expect(latest.size).toBe(1);
    const [report] = [...latest.values()];
    expect(report!.recoveredAt).toBeNull();
    expect(report!.alerts).toHaveLength(4);
  });

  it('opens another incident when something else fails soon after, though the same service feels it', () => {
    const { latest, tick, raise } = play([flip(-2)]);
    raise(at(edge, 0), 4);
    tick(6);
    raise(at(edge, 0, 40), 48);
    tick(48);
    const other: Sketch[] = [
      { service: 'gateway', peer: 'order', signal: 'errors' },
      { service: 'order', signal: 'errors' },
    ];
    raise(at(other, 70), 74);
    tick(76);
    const [first, second] = [...latest.values()];
    expect(first!.recoveredAt).not.toBeNull();
    expect(first!.alerts).toHaveLength(2);
    expect(second!.origins[0]!.service).toBe('order');
  });

  it('continues an incident of which only the caller is hurt again', () => {
    const { latest, tick, raise } = play([flip(-2)]);
    raise(at(edge, 0), 4);
    tick(6);
    raise(at(edge, 0, 40), 48);
    tick(48);
    raise(at([{ service: 'gateway', signal: 'errors' }, { service: 'gateway' }], 70), 74);
    tick(76);
    expect(latest.size).toBe(1);
  });

  it('opens another incident when the fault comes back after somebody has resolved the first', () => {
    const resolved = new Set<string>();
    const { latest, tick, raise } = play([], resolved);
    raise(at(edge, 0), 4);
    tick(6);
    raise(at(edge, 0, 30), 32);
    tick(32);
    for (const id of latest.keys()) resolved.add(id);
    tick(34);
    raise(at(edge, 50), 54);
    tick(56);
    expect([...latest.values()].map(({ recoveredAt }) => recoveredAt === null)).toEqual([false, true]);
  });

  it('opens another incident when the fault comes back much later', () => {
    const { latest, tick, raise } = play();
    raise(at(edge, 0), 4);
    tick(6);
    raise(at(edge, 0, 40), 48);
    tick(48);
    tick(300);
    raise(at(edge, 310), 314);
    tick(316);
    expect(latest.size).toBe(2);
  });

  it('opens another incident soon after when a new change explains it', () => {
    const { latest, tick, raise } = play([flip(110)]);
    raise(at(edge, 0), 4);
    tick(6);
    raise(at(edge, 0, 40), 48);
    tick(48);
    raise(at(edge, 112), 116);
    tick(118);
    expect(latest.size).toBe(2);
  });

  it('sends nothing twice, and growing figures every ten seconds', () => {
    const { tick, raise, sent } = play();
    raise(at(edge, 0), 4);
    for (let second = 6; second <= 26; second += 2) tick(second);
    expect(sent()).toBe(3);
  });

  it('lets go of alerts that become no incident', () => {
    const { correlator, latest, tick, raise } = play();
    raise(at([edge[0]!], 0), 4);
    raise(at([edge[0]!], 0, 10), 18);
    tick(20);
    tick(250);
    expect(latest.size).toBe(0);
    expect(correlator.ungrouped).toHaveLength(1);
    expect(correlator.isIdle()).toBe(true);
  });

  it('goes on after snapshot and restore', () => {
    const first = play();
    first.raise(at(edge, 0), 4);
    first.tick(6);
    const second = play();
    second.correlator.restore(first.correlator.snapshot());
    second.raise(at(edge, 0, 40), 48);
    second.tick(48);
    expect([...second.latest.keys()]).toEqual([...first.latest.keys()]);
    expect([...second.latest.values()][0]!.recoveredAt).not.toBeNull();
  });
});
