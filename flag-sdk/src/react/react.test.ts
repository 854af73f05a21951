// @vitest-environment happy-dom
import { act, createElement, Fragment, StrictMode, useRef } from 'react';
import { createRoot, hydrateRoot, type Root } from 'react-dom/client';
import { renderToString } from 'react-dom/server';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createMemoryFlagClient, type FlagSnapshot, takeSnapshot, watchSnapshot } from '../index.ts';
import { defineFlags, FlagsProvider, flagHooks, type SnapshotSource } from './index.ts';

const keys = defineFlags({
  recommendations: { kind: 'switch' },
  badges: { kind: 'flag' },
  ranker: { kind: 'variant', variants: ['a', 'b'] },
});
const { useFlag, useIsLive, useVariant } = flagHooks(keys);

const Badge = () => {
  const draws = useRef(0);
  draws.current += 1;
  const on = useFlag('badges') ? 'on' : 'off';
  return createElement('p', { id: 'badge', 'data-draws': draws.current }, on);
};
const Live = () => createElement('p', { id: 'live' }, useIsLive('recommendations') ? 'live' : 'killed');
const Ranker = () => createElement('p', { id: 'ranker' }, useVariant('ranker').name);

const page = (snapshot?: FlagSnapshot, source?: SnapshotSource) =>
  createElement(
    FlagsProvider,
    { snapshot, source },
    createElement(Fragment, null, createElement(Badge), createElement(Live), createElement(Ranker)),
  );

const shown = (id: string) => document.getElementById(id)?.textContent;
const drawn = (id: string) => document.getElementById(id)?.getAttribute('data-draws');

const snapshot = (revision: number, badges: boolean, more: object = {}): FlagSnapshot => ({
  revision,
  answers: { badges: { enabled: badges }, ...more },
});

let root: Root | undefined;
let place: HTMLElement;

beforeEach(() => {
  (globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;
  place = document.createElement('main');
  document.body.replaceChildren(place);
});

afterEach(() => {
  act(() => root?.unmount());
  root = undefined;
});

/** A source that the test holds. */
const held = () => {
  let take: (next: FlagSnapshot) => void = () => {};
  const stop = vi.fn();
  const source: SnapshotSource = (given) => {
    take = given;
    return stop;
  };
  return { source, stop, tell: (next: FlagSnapshot) => act(() => take(next)) };
};

const mount = (...given: Parameters<typeof page>) => {
  root = createRoot(place);
  act(() => root?.render(page(...given)));
};

test('without a snapshot a switch is live, a flag off and a variant disabled', () => {
  mount();
  expect([shown('live'), shown('badge'), shown('ranker')]).toEqual(['live', 'off', 'disabled']);
});

test('shows what the server evaluated', () => {
  const flags = createMemoryFlagClient(
    { recommendations: false, badges: true, ranker: { variant: 'b' } },
    { flags: keys },
  );
  mount(takeSnapshot(flags, ['recommendations', 'badges', 'ranker']));
  expect([shown('live'), shown('badge'), shown('ranker')]).toEqual(['killed', 'on', 'b']);
});

test('draws again when an answer changes, and only what asked for it', () => {
  const { source, tell } = held();
  mount(snapshot(1, true), source);
  tell(snapshot(2, true, { recommendations: { enabled: false } }));
  expect([shown('live'), shown('badge'), drawn('badge')]).toEqual(['killed', 'on', '1']);
  tell(snapshot(3, false));
  expect([shown('badge'), drawn('badge')]).toEqual(['off', '2']);
});

test('an equal variant is the same object, so nothing is drawn again', () => {
  const ranker = () => ({ ranker: { enabled: true, variant: { name: 'b', enabled: true } } });
  const { source, tell } = held();
  let draws = 0;
  const Counting = () => {
    draws += 1;
    return createElement('p', null, useVariant('ranker').name);
  };
  root = createRoot(place);
  act(() =>
    root?.render(
      createElement(
        FlagsProvider,
        { snapshot: snapshot(1, true, ranker()), source },
        createElement(Counting),
      ),
    ),
  );
  tell(snapshot(2, false, ranker()));
  expect(draws).toBe(1);
});

test('an older snapshot that arrives late is left aside', () => {
  const { source, tell } = held();
  mount(snapshot(5, false), source);
  tell(snapshot(4, true));
  expect(shown('badge')).toBe('off');
});

test('what the server drew is hydrated without a mismatch, also when news came meanwhile', () => {
  const first = snapshot(1, true, { recommendations: { enabled: false } });
  place.innerHTML = renderToString(page(first));
  expect(shown('badge')).toBe('on');
  const faults: unknown[] = [];
  const early: SnapshotSource = (take) => {
    take(snapshot(2, false));
    return () => {};
  };
  act(() => {
    root = hydrateRoot(place, page(first, early), { onRecoverableError: (error) => faults.push(error) });
  });
  expect(faults).toEqual([]);
  expect([shown('badge'), shown('live')]).toEqual(['off', 'live']);
});

test('a page that is left listens no more', () => {
  const { source, stop } = held();
  mount(snapshot(1, true), source);
  act(() => root?.unmount());
  expect(stop).toHaveBeenCalledTimes(1);
});

test('a flip on the server reaches the page', () => {
  const flags = createMemoryFlagClient({ badges: false, recommendations: true }, { flags: keys });
  const asked = ['badges', 'recommendations'] as const;
  const told = vi.fn();
  const source: SnapshotSource = (take) =>
    watchSnapshot(flags, asked, { userId: 'ann' }, (next) => {
      told();
      act(() => take(next));
    });
  root = createRoot(place);
  act(() => root?.render(createElement(StrictMode, null, page(takeSnapshot(flags, asked), source))));
  flags.set('badges', true);
  expect(shown('badge')).toBe('on');
  flags.set('ranker', true);
  expect(told).toHaveBeenCalledTimes(1);
});

/** Never called: that it compiles is the test. */
export const onlyKnownKeysCompile = () => {
  // @ts-expect-error a key that nobody defined
  useFlag('badge');
  // @ts-expect-error a flag is no kill switch
  useIsLive('badges');
  // @ts-expect-error no such variant
  if (useVariant('ranker').name === 'c') return;
};
