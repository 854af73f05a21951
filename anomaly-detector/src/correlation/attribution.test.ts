import { describe, expect, it } from 'vitest';
import { noon, shop } from '../../test/findings.ts';
import type { ChangeEvent } from '../contract/index.ts';
import { attribute } from './attribution.ts';

const onset = {
  at: noon,
  origins: [
    { service: 'recommendation', confidence: 0.9 },
    { service: 'gateway', confidence: 0.05 },
  ],
  services: new Set(['gateway', 'recommendation']),
};

const change = (
  id: string,
  leadS: number,
  service: string,
  more: Partial<ChangeEvent> = {},
): ChangeEvent => ({
  id,
  at: new Date(noon - leadS * 1000).toISOString(),
  kind: 'flag',
  services: service === '' ? [] : [service],
  target: id,
  title: id,
  actor: 'ada@example.org',
  effect: 'enable',
  exposure: null,
  version: null,
  ...more,
});

const judge = (...changes: ChangeEvent[]) => attribute(changes, onset, shop());

describe('attribute', () => {
  it('suspects the change on the origin just before the onset, among decoys', () => {
    const outcome = judge(
      change('ranker', 3, 'recommendation'),
      change('cards', 40, 'gateway'),
      change('badges', 2, 'catalog'),
      change('label', 5, 'order'),
      change('hint', 1, 'payment'),
    );
    expect(outcome.suspects[0]!.changeId).toBe('ranker');
    expect(outcome.suspects[0]!.confidence).toBeGreaterThan(0.5);
    expect(outcome.verdict).toBe('change');
    const cleared = outcome.cleared.map(({ changeId }) => changeId);
    expect(cleared).toEqual(expect.arrayContaining(['label', 'hint']));
    expect(outcome.cleared.every(({ reasons }) => reasons.length > 0)).toBe(true);
  });

  it('gives the reasons in words', () => {
    const [suspect] = judge(change('ranker', 3, 'recommendation', { exposure: 1 })).suspects;
    expect(suspect!.reasons).toEqual([
      'the symptoms began 3 s after it',
      'it takes effect in recommendation, where the symptoms began',
      '100 % of traffic sees it',
    ]);
  });

  it('clears what came after the onset', () => {
    const outcome = judge(change('later', -30, 'recommendation'));
    expect(outcome.suspects).toEqual([]);
    expect(outcome.cleared[0]!.reasons[0]).toContain('30 s after the symptoms began');
    expect(outcome.verdict).toBe('no_change');
  });

  it('never suspects the kill that mitigates, and says so', () => {
    const outcome = judge(
      change('kill', -45, 'gateway', { effect: 'kill' }),
      change('ranker', 3, 'recommendation'),
    );
    expect(outcome.suspects.map(({ changeId }) => changeId)).toEqual(['ranker']);
    expect(outcome.cleared[0]!.reasons[0]).toContain('to mitigate');
  });

  it('allows for clocks that differ by two seconds', () => {
    expect(judge(change('ranker', -2, 'recommendation')).suspects[0]!.changeId).toBe('ranker');
  });

  it('prefers the close change to the old one on the same service', () => {
    const outcome = judge(change('old', 400, 'recommendation'), change('new', 4, 'recommendation'));
    expect(outcome.suspects[0]!.changeId).toBe('new');
  });

  it('does not ask changes older than a quarter of an hour', () => {
    const outcome = judge(change('ancient', 1000, 'recommendation'));
    expect([outcome.suspects, outcome.cleared]).toEqual([[], []]);
  });

  it('says that no change is to blame where none is near', () => {
    expect(judge().verdict).toBe('no_change');
    expect(judge(change('elsewhere', 300, 'inventory')).verdict).toBe('no_change');
  });

  it('does not commit itself between two equal changes', () => {
    const outcome = judge(change('a', 5, 'recommendation'), change('b', 5, 'recommendation'));
    expect(outcome.verdict).toBe('unknown');
    expect(outcome.suspects.map(({ confidence }) => confidence < 0.5)).toEqual([true, true]);
  });

  it('doubts a change that no traffic sees', () => {
    const outcome = judge(
      change('dark', 4, 'recommendation', { exposure: 0 }),
      change('lit', 20, 'recommendation', { exposure: 1 }),
    );
    expect(outcome.suspects[0]!.changeId).toBe('lit');
  });

  it('suspects a change on what the origin calls when nothing else is there', () => {
    expect(judge(change('catalog-deploy', 5, 'catalog')).suspects[0]!.changeId).toBe('catalog-deploy');
  });
});
