import { expect, it } from 'vitest';
import { LiveBuffer } from './live-buffer.ts';

const beat = (n: number) => ({ type: 'heartbeat', data: { at: new Date(n).toISOString() } }) as const;

function filled(count: number): LiveBuffer {
  const buffer = new LiveBuffer('e');
  for (let i = 0; i < count; i++) buffer.publish(beat(i));
  return buffer;
}

it('gives back what came after an event', () => {
  const buffer = filled(5);
  expect(buffer.since('e-3')?.map(({ id }) => id)).toEqual(['e-4', 'e-5']);
  expect(buffer.since('e-5')).toEqual([]);
  expect(buffer.since('e-0')).toHaveLength(5);
});

it.each(['other-3', 'e-6', 'e-', 'e', '', 'e-1x', 'e--1'])('does not know the event %j', (id) => {
  expect(filled(5).since(id)).toBeUndefined();
});

it('forgets what is too old, and says so', () => {
  const buffer = filled(600);
  expect(buffer.since('e-100')).toHaveLength(500);
  expect(buffer.since('e-99')).toBeUndefined();
  expect(buffer.lastId).toBe('e-600');
});

it('forgets what is too much', () => {
  const buffer = new LiveBuffer('e');
  const large = { type: 'heartbeat', data: { at: 'x'.repeat(5_000_000) } } as const;
  for (let i = 0; i < 5; i++) expect(buffer.publish(large)).toBeGreaterThan(5_000_000);
  expect(buffer.since('e-2')).toHaveLength(3);
  expect(buffer.since('e-1')).toBeUndefined();
});

it('tells its listeners until they leave', () => {
  const buffer = new LiveBuffer('e');
  const heard: string[] = [];
  const leave = buffer.subscribe(({ id }) => heard.push(id));
  buffer.publish(beat(1));
  expect(buffer.listeners).toBe(1);
  leave();
  buffer.publish(beat(2));
  expect(heard).toEqual(['e-1']);
});
