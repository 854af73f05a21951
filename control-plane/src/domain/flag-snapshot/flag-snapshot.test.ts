import { expect, it } from 'vitest';
import {
  deltaBetween,
  emptySnapshot,
  type FlagSnapshot,
  hydrationText,
  updateText,
} from './flag-snapshot.ts';

const all = () => true;

function snapshot(
  revision: number,
  flags: Record<string, boolean>,
  segments: Record<number, string> = {},
): FlagSnapshot {
  return {
    revision,
    flags: new Map(
      Object.entries(flags).map(([key, enabled]) => [
        key,
        {
          key,
          project: key.startsWith('x') ? 'other' : 'default',
          text: JSON.stringify({ name: key, enabled }),
        },
      ]),
    ),
    segments: new Map(
      Object.entries(segments).map(([id, name]) => [
        Number(id),
        { key: Number(id), project: '*', text: JSON.stringify({ id: Number(id), name }) },
      ]),
    ),
  };
}

it('tells what was added, changed and removed', () => {
  const delta = deltaBetween(
    snapshot(1, { a: true, b: true }, { 1: 'beta' }),
    snapshot(4, { a: false, c: true }, { 2: 'gamma' }),
  )!;
  expect(JSON.parse(updateText(delta, all))).toEqual({
    events: [
      { eventId: 4, type: 'segment-updated', segment: { id: 2, name: 'gamma' } },
      { eventId: 4, type: 'feature-updated', feature: { name: 'a', enabled: false } },
      { eventId: 4, type: 'feature-updated', feature: { name: 'c', enabled: true } },
      { eventId: 4, type: 'feature-removed', featureName: 'b', project: 'default' },
      { eventId: 4, type: 'segment-removed', segmentId: 1 },
    ],
  });
});

it('says nothing where nothing moved', () => {
  expect(deltaBetween(snapshot(3, { a: true }), snapshot(3, { a: true }))).toBeUndefined();
  expect(deltaBetween(emptySnapshot, emptySnapshot)).toBeUndefined();
});

it('finds a write that became visible after a later revision was told', () => {
  const delta = deltaBetween(snapshot(11, { a: true, b: true }), snapshot(11, { a: true, b: false }))!;
  expect(delta.revision).toBe(11);
  expect(delta.updated.map(({ key }) => key)).toEqual(['b']);
});

it('repeats a flag where only the revision moved, so that instances can confirm it', () => {
  const delta = deltaBetween(snapshot(3, { a: true }), snapshot(5, { a: true }))!;
  expect(JSON.parse(updateText(delta, all)).events).toEqual([
    { eventId: 5, type: 'feature-updated', feature: { name: 'a', enabled: true } },
  ]);
});

it('never tells of an older revision than before', () => {
  expect(deltaBetween(snapshot(9, { a: true }), snapshot(8, { a: false }))!.revision).toBe(9);
});

it('shows a token its own projects only', () => {
  const now = snapshot(2, { a: true, x1: true });
  const sees = (project: string) => project === 'default';
  const [hydration] = JSON.parse(hydrationText(now, sees)).events;
  expect(hydration).toMatchObject({ eventId: 2, type: 'hydration' });
  expect(hydration.features.map(({ name }: { name: string }) => name)).toEqual(['a']);
  expect(JSON.parse(updateText(deltaBetween(emptySnapshot, now)!, sees)).events).toHaveLength(1);
});
