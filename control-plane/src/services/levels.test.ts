import { expect, it } from 'vitest';
import { atRest, type LevelState } from '../domain/level/level-state.ts';
import { beginKill } from '../domain/switch/kill-term.ts';
import { type FlipDeps, killSwitch } from './flip-switch.ts';
import { changeLevel, type LevelDeps } from './levels.ts';
import { key, oneSwitch } from './switch-fixture.ts';
import { Turns } from './turns.ts';

const now = Date.parse('2026-01-01T00:00:00.000Z');
const ann = { name: 'ann@example.com', role: 'responder', via: 'bearer' } as const;
const shed = beginKill({ by: 'bob@example.com', reason: 'load', level: 'L1' }, now);
const atL1: LevelState = {
  ...atRest,
  current: 'L1',
  held: [{ key, level: 'L1', before: 'LIVE', percent: 100, keeping: null }],
};

function shedSwitch() {
  const one = oneSwitch(now, shed);
  const level = { ...one.store.level, read: async () => atL1 };
  const store = Object.assign(one.store, { level });
  const deps = { ...one.deps, store, turns: new Turns() };
  const lower = () =>
    changeLevel(deps as unknown as LevelDeps, ann, { level: 'L0', reason: 'calm', confirm: 'L0' });
  const kill = () => killSwitch(deps as unknown as FlipDeps, ann, key, { reason: 'broken too' });
  return { ...one, lower, kill };
}

it('gives back what a level has shed', async () => {
  const { reach, kept, lower } = shedSwitch();
  expect((await lower()).report.results).toMatchObject([{ key, to: 'LIVE', result: 'changed' }]);
  expect([reach, kept().keeping]).toEqual([{ enabled: true, percent: 100 }, null]);
});

it.each(['before', 'after'] as const)('a kill by hand just %s the level gives back wins', async (when) => {
  const { engine, reach, kept, lower, kill } = shedSwitch();
  const flip = engine.flipTogether;
  engine.flipTogether = async (flips) => {
    if (when === 'before') await kill();
    await flip(flips);
    if (when === 'after') await kill();
  };
  expect((await lower()).report.results).toMatchObject([{ key, to: 'KILLED', result: 'unchanged' }]);
  expect(reach.enabled).toBe(false);
  expect(kept().keeping).toMatchObject({ kind: 'killed', reason: 'broken too', level: null });
});

it('a kill by hand that had seen the switch shed holds after the level has given it back', async () => {
  const { store, reach, kept, lower, kill } = shedSwitch();
  const put = store.keeping.put;
  store.keeping.put = async (...kept) => {
    store.keeping.put = put;
    await lower();
    await put(...kept);
  };
  await kill();
  expect(reach.enabled).toBe(false);
  expect(kept().keeping).toMatchObject({ kind: 'killed', reason: 'broken too', level: null });
});
