import { describe, expect, it } from 'vitest';
import { finding, type Sketch, shop } from '../../test/findings.ts';
import { rankOrigins } from './origin.ts';

const rank = (sketches: Sketch[]) => rankOrigins(sketches.map(finding), shop());
const names = (sketches: Sketch[]) => rank(sketches).map(({ service }) => service);

describe('rankOrigins', () => {
  it('descends from the symptom to the service that explains it', () => {
    const ranked = rank([
      { service: 'gateway' },
      { service: 'gateway', peer: 'recommendation' },
      { service: 'recommendation' },
      { service: 'recommendation', signal: 'errors' },
    ]);
    expect(ranked.map(({ service }) => service)).toEqual(['recommendation', 'gateway']);
    expect(ranked[0]!.confidence).toBeGreaterThan(0.8);
    expect(ranked[1]!.reasons.join()).toContain('explained by recommendation');
  });

  it('follows a chain of calls to its end', () => {
    const chain: Sketch[] = [
      { service: 'gateway', value: 0.5 },
      { service: 'gateway', peer: 'order', value: 0.5 },
      { service: 'order', value: 0.48 },
      { service: 'order', peer: 'payment', value: 0.47 },
      { service: 'payment', value: 0.46 },
    ];
    expect(names(chain)[0]).toBe('payment');
  });

  it('names a dead service by what its callers see', () => {
    expect(names([{ service: 'gateway', peer: 'recommendation', signal: 'errors', value: 1 }])[0]).toBe(
      'recommendation',
    );
  });

  it('keeps the caller where its callee is healthy', () => {
    expect(
      names([{ service: 'order' }, { service: 'gateway', peer: 'order' }, { service: 'gateway' }])[0],
    ).toBe('order');
  });

  it('never names what is not ours: the service that depends on it stands in', () => {
    const ranked = rank([
      { service: 'payment', peer: 'payment-gateway', value: 0.9 },
      { service: 'payment', value: 0.9 },
      { service: 'order', value: 0.9 },
    ]);
    expect(ranked[0]!.service).toBe('payment');
    expect(ranked.map(({ service }) => service)).not.toContain('payment-gateway');
    expect(ranked[0]!.reasons.join()).toContain('payment-gateway, which it calls and which is not ours');
  });

  it('is not led astray by a slightly slower callee', () => {
    const ranked = names([
      { service: 'order', signal: 'errors', value: 0.5 },
      { service: 'order' },
      { service: 'payment', value: 0.03 },
    ]);
    expect(ranked[0]).toBe('order');
  });

  it('lists every candidate, best first, with confidences that stay below one together', () => {
    const ranked = rank([{ service: 'gateway' }, { service: 'order' }, { service: 'payment' }]);
    expect(ranked).toHaveLength(3);
    expect(ranked.reduce((sum, { confidence }) => sum + confidence, 0)).toBeLessThan(1);
    expect(ranked.every(({ reasons }) => reasons.length > 0)).toBe(true);
  });
});
