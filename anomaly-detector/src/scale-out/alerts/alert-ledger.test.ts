import { describe, expect, it } from 'vitest';
import type { Alert } from '../../contract/index.ts';
import { AlertLedger, type CausedChange } from './alert-ledger.ts';
import { causeOf, idOfCause } from './cause.ts';

const now = Date.parse('2026-11-21T12:00:00Z');
const tell = (
  type: CausedChange['type'],
  seriesKey: string,
  offset: number,
  index = 0,
  more = {},
): CausedChange => ({
  type,
  alert: { seriesKey, endsAt: null } as Alert,
  cause: { partition: 2, epoch: 1, offset, index, ...more },
});
const hear = (ledger: AlertLedger, changes: CausedChange[]) =>
  changes
    .flatMap((change) => ledger.hear(change, now))
    .map(({ type, alert }) => `${type} ${alert.seriesKey}`);

const story = [
  tell('started', 'a', 10),
  tell('continued', 'a', 11),
  tell('started', 'b', 11, 1),
  tell('ended', 'a', 12),
  tell('ended', 'b', 14),
];
const heard = ['started a', 'continued a', 'started b', 'ended a', 'ended b'];

describe('AlertLedger', () => {
  it('hears a story told again from the beginning once', () => {
    const ledger = new AlertLedger();
    expect(hear(ledger, [...story.slice(0, 3), ...story, ...story])).toEqual(heard);
    expect(ledger.repeated).toBe(8);
  });

  it('hears two tellers of the same partition as one, however they interleave', () => {
    const ledger = new AlertLedger();
    const [a, b, c, d, e] = story as [CausedChange, CausedChange, CausedChange, CausedChange, CausedChange];
    expect(hear(ledger, [a, b, a, c, b, d, c, e, d, e])).toEqual(heard);
  });

  it('keeps partitions apart', () => {
    const ledger = new AlertLedger();
    expect(hear(ledger, [tell('started', 'a', 10), tell('started', 'z', 3, 0, { partition: 0 })])).toEqual([
      'started a',
      'started z',
    ]);
  });

  it('goes on after a restart where its state was stored', () => {
    const ledger = new AlertLedger();
    hear(ledger, story.slice(0, 3));
    const next = new AlertLedger();
    next.restore(JSON.parse(JSON.stringify(ledger.snapshot())));
    expect(hear(next, story)).toEqual(['ended a', 'ended b']);
  });

  it('ends what was held where a partition is learnt anew, and takes what goes on as new', () => {
    const ledger = new AlertLedger();
    hear(ledger, story.slice(0, 3));
    const anew = { epoch: 2 };
    expect(
      hear(ledger, [
        tell('started', 'b', 4, 0, anew),
        tell('continued', 'b', 5, 0, anew),
        tell('continued', 'a', 12, 0),
        tell('continued', 'b', 12, 0, anew),
      ]),
    ).toEqual(['ended a', 'ended b', 'started b']);
  });

  it('does not hear the end of an alert of which it never heard', () => {
    expect(hear(new AlertLedger(), [tell('ended', 'a', 1)])).toEqual([]);
  });
});

describe('the id of a cause', () => {
  it('names it, and no other id does', () => {
    const cause = { partition: 3, epoch: 1_790_000_000_000, offset: 12, index: 4 };
    expect(causeOf(idOfCause(cause))).toEqual(cause);
    expect(causeOf('6f1b9c1e-0000-4000-8000-000000000000')).toBeNull();
  });
});
