import { describe, expect, it } from 'vitest';
import { acceptanceBy } from '../../../test/acceptance.ts';
import type { PartitionSnapshot } from './partition-learner.ts';
import { acceptedIn, checksumOf, encodeState, fromChunks, toChunks } from './partition-state.ts';
import { decodePointer, encodePointer } from './pointer.ts';

describe('a snapshot in pieces', () => {
  const bytes = Buffer.from(Array.from({ length: 2_000_000 }, (_, index) => (index * 31) % 251));
  const chunks = toChunks(bytes);
  const checksum = checksumOf(bytes);

  it('is put together as it was', () => {
    expect(chunks.map(({ length }) => length)).toEqual([900_000, 900_000, 200_000]);
    expect(fromChunks(chunks, checksum)?.equals(bytes)).toBe(true);
  });

  it.each([
    ['half written', [chunks[0], undefined, chunks[2]]],
    ['mixed with another', [chunks[0], chunks[0], chunks[2]]],
    ['cut short', chunks.slice(0, 2)],
  ])('is not taken where it is %s', (_name, pieces) => {
    expect(fromChunks(pieces, checksum)).toBeNull();
  });
});

describe('a pointer', () => {
  const pointer = {
    layout: '1:2:3',
    partitions: 6,
    epoch: 4,
    snapshot: { id: 'w-1', chunks: 2, checksum: 'ab', first: 10, last: 12 },
  };

  it('comes out of the metadata of an offset as it went in', () => {
    expect(decodePointer(encodePointer(pointer))).toEqual(pointer);
  });

  it.each([null, '', 'not json', '{}', JSON.stringify({ ...pointer, partitions: -1 })])(
    'is none in %s',
    (metadata) => {
      expect(decodePointer(metadata)).toBeNull();
    },
  );
});

describe('what people have said', () => {
  const said = (id: string) => acceptanceBy('queue{}', { id });

  it.each([
    [
      'each that can be read',
      { accepted: [said('a'), { ...said('b'), shape: 'wave' }, null, said('c')] },
      ['a', 'c'],
    ],
    ['none where there is no list', { accepted: said('a') }, []],
    ['none where there is nothing', null, []],
  ])('is taken out of a state of any layout: %s', async (_name, state, ids) => {
    const bytes = await encodeState(state as unknown as PartitionSnapshot);
    expect((await acceptedIn(bytes)).map(({ id }) => id)).toEqual(ids);
  });
});
