import { describe, expect, it } from 'vitest';
import { shareOut } from './assignment.ts';

const owned = (...members: number[][]) =>
  members.map((partitions, index) => ({ id: `w${index}`, owned: partitions }));

describe('shareOut', () => {
  it.each([
    [
      'shares evenly among workers that hold nothing',
      7,
      owned([], [], []),
      [
        [0, 3, 6],
        [1, 4],
        [2, 5],
      ],
    ],
    [
      'moves only what a newcomer must get',
      6,
      owned([0, 1, 2], [3, 4, 5], []),
      [
        [0, 1],
        [3, 4],
        [2, 5],
      ],
    ],
    [
      'leaves all where it is when nobody came or went',
      5,
      owned([4, 0], [1, 3, 2]),
      [
        [4, 0],
        [1, 3, 2],
      ],
    ],
    [
      'gives what a dead worker held to the others',
      6,
      owned([0, 1], [4, 5]),
      [
        [0, 1, 2],
        [4, 5, 3],
      ],
    ],
    [
      'gives what two claim to one',
      4,
      owned([0, 1], [1, 2]),
      [
        [0, 1],
        [2, 3],
      ],
    ],
    ['passes over partitions that do not exist', 2, owned([9, 0], []), [[0], [1]]],
    ['leaves workers without one where there are more workers than partitions', 1, owned([], [0]), [[], [0]]],
  ])('%s', (_name, partitions, members, expected) => {
    expect([...shareOut(partitions, members).values()]).toEqual(expected);
  });
});
