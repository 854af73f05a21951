import { describe, expect, it } from 'vitest';
import { finding, noon, type Sketch } from '../../test/findings.ts';
import { isIncident } from './opening.ts';

/** Whether the alerts are an incident `afterS` seconds after noon. */
const opens = (sketches: Sketch[], afterS: number, services = 7) =>
  isIncident(sketches.map(finding), noon + afterS * 1000, services);

const edge: Sketch[] = [
  { service: 'gateway', peer: 'recommendation', signal: 'errors' },
  { service: 'recommendation', signal: 'errors' },
];

describe('isIncident', () => {
  it('opens two clear symptoms once they have settled', () => {
    expect(opens(edge, 5)).toBe(false);
    expect(opens(edge, 6)).toBe(true);
  });

  it('waits with a single symptom', () => {
    expect(opens([edge[0]!], 9)).toBe(false);
    expect(opens([edge[0]!], 11)).toBe(true);
    expect(opens([{ service: 'order' }], 15)).toBe(false);
    expect(opens([{ service: 'order' }], 21)).toBe(true);
  });

  it('does not open on what processes know of themselves, however long', () => {
    const self: Sketch[] = ['gateway', 'order', 'catalog', 'payment', 'inventory'].map((service) => ({
      service,
      signal: 'saturation',
      direction: 'self',
    }));
    expect(opens(self, 600)).toBe(false);
  });

  it('does not open once every alert has ended', () => {
    expect(
      opens(
        edge.map((sketch) => ({ ...sketch, endS: 8 })),
        9,
      ),
    ).toBe(false);
  });

  it('does not open on the restart of a process', () => {
    const gone: Sketch = { service: 'order', signal: 'availability', direction: 'self' };
    expect(opens([gone], 9)).toBe(false);
    expect(opens([gone], 30)).toBe(true);
  });

  it('opens when a process stays away and its callers fail', () => {
    const gone: Sketch[] = [
      { service: 'order', signal: 'availability', direction: 'self' },
      { service: 'gateway', peer: 'order', signal: 'errors', value: 1 },
    ];
    expect(opens(gone, 11)).toBe(true);
  });

  it('gives a machine that slows everything down forty seconds', () => {
    const slow: Sketch[] = ['gateway', 'order', 'catalog', 'payment', 'inventory'].map((service) => ({
      service,
    }));
    expect(opens(slow, 20)).toBe(false);
    expect(opens(slow, 45)).toBe(true);
  });

  it('does not wait where everything fails', () => {
    const failing: Sketch[] = ['gateway', 'order', 'catalog', 'payment'].map((service) => ({
      service,
      signal: 'errors',
    }));
    expect(opens(failing, 8)).toBe(true);
  });

  it('lets a slowness of some milliseconds last half a minute', () => {
    const mild: Sketch[] = [
      { service: 'catalog', value: 0.05, expected: 0.01 },
      { service: 'gateway', peer: 'catalog', value: 0.05, expected: 0.01 },
    ];
    expect(opens(mild, 20)).toBe(false);
    expect(opens(mild, 62)).toBe(true);
  });
});
