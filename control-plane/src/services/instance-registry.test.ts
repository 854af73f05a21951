import { expect, it } from 'vitest';
import type { Heartbeat } from '../contract/instance.ts';
import { InstanceRegistry } from './instance-registry.ts';

const beat = (instanceId: string, revision: number, more: Partial<Heartbeat> = {}): Heartbeat => ({
  instanceId,
  service: 'gateway',
  environment: 'production',
  sdk: 'x',
  startedAt: '2026-01-01T00:00:00.000Z',
  revision,
  source: 'stream',
  flags: [],
  guards: [],
  ...more,
});

it('knows when each revision was first told, not when it was last repeated', () => {
  const registry = new InstanceRegistry();
  registry.beat(beat('a', 5), 1000);
  registry.beat(beat('a', 6), 2000);
  registry.beat(beat('a', 6), 7000);
  expect(registry.find('a')).toMatchObject({ revision: 6, appliedAt: 2000 });
  registry.beat(beat('a', 6, { startedAt: '2026-01-02T00:00:00.000Z' }), 9000);
  expect(registry.find('a')?.appliedAt).toBe(9000);
});

it('ignores a heartbeat that arrives after a later one', () => {
  const registry = new InstanceRegistry();
  registry.beat(beat('a', 6), 2000);
  registry.beat(beat('a', 5), 1000);
  expect(registry.find('a')?.revision).toBe(6);
});

it('passes on every heartbeat that it takes in, and none that came too late', () => {
  const heard: [number, number][] = [];
  const registry = new InstanceRegistry({ onBeat: ({ revision }, at) => heard.push([revision, at]) });
  registry.beat(beat('a', 5), 1000);
  registry.beat(beat('a', 6), 2000);
  registry.beat(beat('a', 4), 1500);
  expect(heard).toEqual([
    [5, 1000],
    [6, 2000],
  ]);
});

it('is silent after 15 s and forgotten after ten minutes', () => {
  const registry = new InstanceRegistry();
  registry.beat(beat('a', 1), 0);
  expect(registry.list(15_000)[0]?.silent).toBe(false);
  expect(registry.listAlive('production', 15_000)).toHaveLength(1);
  expect(registry.list(15_001)[0]?.silent).toBe(true);
  expect(registry.listAlive('production', 15_001)).toHaveLength(0);
  expect(registry.isSilent('unknown', 0)).toBe(true);
  expect(registry.list(600_001)).toEqual([]);
});

it('waits for instances of its own environment only', () => {
  const registry = new InstanceRegistry();
  registry.beat(beat('a', 1, { environment: 'development' }), 0);
  expect(registry.listAlive('production', 0)).toEqual([]);
});
