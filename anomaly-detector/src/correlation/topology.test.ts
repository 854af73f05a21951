import { expect, it } from 'vitest';
import { shop } from '../../test/findings.ts';
import { Topology } from './topology.ts';

it('counts calls from one service down to another', () => {
  expect(shop().hops('gateway', 'gateway')).toBe(0);
  expect(shop().hops('gateway', 'payment')).toBe(2);
  expect(shop().hops('payment', 'gateway')).toBeNull();
});

it('survives services that call each other', () => {
  const topology = new Topology({ entries: [], unowned: [] });
  topology.add('a', 'b');
  topology.add('b', 'a');
  expect(topology.hops('a', 'z')).toBeNull();
  expect(topology.hops('b', 'a')).toBe(1);
});

it('learns a call once and lists all of them', () => {
  const topology = new Topology({ entries: [], unowned: [] });
  expect(topology.add('a', 'b')).toBe(true);
  expect(topology.add('a', 'b')).toBe(false);
  expect(topology.edges()).toEqual([{ caller: 'a', callee: 'b' }]);
  expect([...topology.callersOf('b')]).toEqual(['a']);
});

it('knows neighbours in both directions', () => {
  expect(shop().isAdjacent('order', 'gateway')).toBe(true);
  expect(shop().isAdjacent('catalog', 'payment')).toBe(false);
});
