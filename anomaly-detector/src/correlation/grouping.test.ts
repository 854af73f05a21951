import { describe, expect, it } from 'vitest';
import { finding, shop } from '../../test/findings.ts';
import { reasonToJoin } from './grouping.ts';

const topology = shop();
const join = (sketch: Parameters<typeof finding>[0], members: Parameters<typeof finding>[0][]) =>
  reasonToJoin(finding(sketch), members.map(finding), topology);

describe('reasonToJoin', () => {
  it('joins alerts of one service that begin within three minutes', () => {
    expect(join({ service: 'order', signal: 'errors', startS: 170 }, [{ service: 'order' }])).toContain(
      'on order',
    );
  });

  it('joins a caller and its callee, and says who calls whom', () => {
    expect(join({ service: 'gateway', startS: 20 }, [{ service: 'order' }])).toContain('gateway calls order');
    expect(join({ service: 'payment', startS: 20 }, [{ service: 'order' }])).toContain('order calls payment');
  });

  it('does not join services that have nothing to do with each other', () => {
    expect(join({ service: 'catalog' }, [{ service: 'payment' }])).toBeNull();
  });

  it('does not join what begins four minutes later', () => {
    expect(join({ service: 'order', signal: 'errors', startS: 240 }, [{ service: 'order' }])).toBeNull();
  });

  it('counts from the latest start, so that a cascade stays together', () => {
    const members = [{ service: 'order' }, { service: 'gateway', startS: 150 }];
    expect(join({ service: 'gateway', signal: 'errors', startS: 300 }, members)).not.toBeNull();
  });

  it('takes no new series after a quarter of an hour', () => {
    const members = Array.from({ length: 7 }, (_, i) => ({ service: 'gateway', startS: i * 140 }));
    expect(join({ service: 'gateway', signal: 'errors', startS: 920 }, members)).toBeNull();
  });

  it('never looks at ends: an alert that never ended attracts nothing an hour later', () => {
    expect(
      join({ service: 'order', signal: 'errors', startS: 3600 }, [{ service: 'order', endS: null }]),
    ).toBeNull();
  });
});
