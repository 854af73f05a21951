import { describe, expect, test } from 'vitest';
import { applyEvents, emptyState, flagsOf, segmentsOf } from '../evaluation/flag-state.ts';
import { backupFileName, decodeBackup, encodeBackup } from './backup-file.ts';

const owner = { service: 'gateway', environment: 'production' };
const flags = [{ name: 'recommendations', enabled: false, strategies: [], description: 'Zeile\nzwei' }];
const segments = [{ id: 1, constraints: [] }];
const { state } = applyEvents(emptyState, [
  { type: 'hydration', eventId: 42, flags, segments: segments as never[], unreadable: [] },
]);
const text = encodeBackup(owner, state);

test('gives back what it was given', () => {
  const content = decodeBackup(owner, text);
  if (content.kind !== 'state') throw new Error(content.reason);
  expect(content.state.revision).toBe(42);
  expect(flagsOf(content.state)).toEqual(flags);
  expect(segmentsOf(content.state)).toEqual(segments);
});

test('says no word of the token and other secrets', () => {
  expect(Object.keys(JSON.parse(text.split('\n')[1] ?? ''))).toEqual([
    'service',
    'environment',
    'revision',
    'features',
    'segments',
    'overrides',
  ]);
});

describe('is unreadable as a whole', () => {
  test('when it is torn, at whatever place', () => {
    for (let end = 0; end < text.length - 1; end += 1) {
      expect(decodeBackup(owner, text.slice(0, end)).kind).toBe('unreadable');
    }
  });

  test('when any one character of the state was altered', () => {
    const start = text.indexOf('\n') + 1;
    for (let at = start; at < text.length - 1; at += 1) {
      const altered = `${text.slice(0, at)}${text[at] === 'x' ? 'y' : 'x'}${text.slice(at + 1)}`;
      expect(decodeBackup(owner, altered).kind).toBe('unreadable');
    }
  });

  test('when it is of another format, another service or another environment', () => {
    expect(decodeBackup(owner, text.replace('"format":1', '"format":2'))).toEqual({
      kind: 'unreadable',
      reason: 'format should be 1, but was 2',
    });
    expect(decodeBackup({ ...owner, service: 'order' }, text)).toEqual({
      kind: 'unreadable',
      reason: 'it belongs to gateway in production',
    });
    expect(decodeBackup({ ...owner, environment: 'development' }, text).kind).toBe('unreadable');
  });
});

describe('file names', () => {
  test('differ for names that look alike once made safe', () => {
    const pairs = [
      ['a-b', 'c'],
      ['a', 'b-c'],
      ['a/b', 'c'],
      ['a_b', 'c'],
      ['../a', 'b'],
    ] as const;
    const names = pairs.map(([service, environment]) => backupFileName({ service, environment }));
    expect(new Set(names).size).toBe(pairs.length);
  });

  test('never leave the folder and never grow too long', () => {
    const name = backupFileName({ service: `../../${'x'.repeat(500)}`, environment: 'ü/\0' });
    expect(name).toMatch(/^flags-[A-Za-z0-9_-]{1,80}-[0-9a-f]{12}\.json$/);
  });
});
