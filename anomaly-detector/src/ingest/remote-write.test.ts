import snappy from 'snappyjs';
import { describe, expect, it } from 'vitest';
import { randomSource } from '../../test/random.ts';
import { writeBody, writeRequest } from '../../test/write-body.ts';
import { IngestError } from './ingest-error.ts';
import { decodeRemoteWrite } from './remote-write.ts';

const series = {
  labels: { __name__: 'cpu', host: 'a' },
  samples: [[1_795_226_400_000, 0.5]] as [number, number][],
};

const codeOf = (body: Uint8Array, encoding?: string): string => {
  try {
    decodeRemoteWrite(body, encoding);
    return 'none';
  } catch (error) {
    expect(error).toBeInstanceOf(IngestError);
    return (error as IngestError).code;
  }
};

describe('decodeRemoteWrite', () => {
  it('reads what Prometheus writes', () => {
    expect(decodeRemoteWrite(writeBody([series]), 'snappy')).toEqual([
      {
        name: 'cpu',
        labels: { __name__: 'cpu', host: 'a' },
        samples: [{ at: 1_795_226_400_000, value: 0.5 }],
      },
    ]);
  });

  it('reads an empty request', () => {
    expect(decodeRemoteWrite(writeBody([]), undefined)).toEqual([]);
  });

  it.each([
    ['gzip', writeBody([series]), 'gzip', 'body_unsupported'],
    ['cut snappy', writeBody([series]).subarray(0, 10), 'snappy', 'snappy_malformed'],
    ['an empty body', new Uint8Array(0), 'snappy', 'snappy_malformed'],
    ['bare protobuf', writeRequest([series]), 'snappy', 'snappy_malformed'],
    ['cut protobuf', snappy.compress(writeRequest([series]).subarray(0, 9)), 'snappy', 'protobuf_malformed'],
    [
      'text in snappy',
      snappy.compress(new TextEncoder().encode('hello there')),
      'snappy',
      'protobuf_malformed',
    ],
    [
      'a series without a name',
      writeBody([{ labels: { a: 'b' }, samples: [] }]),
      'snappy',
      'protobuf_malformed',
    ],
    [
      'a label bomb',
      writeBody([
        {
          labels: Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`l${i}`, 'x'])),
          samples: [],
        },
      ]),
      'snappy',
      'label_limit',
    ],
    [
      'an endless label',
      writeBody([{ labels: { __name__: 'x'.repeat(5000) }, samples: [] }]),
      'snappy',
      'label_limit',
    ],
  ])('refuses %s with a stable code', (_, body, encoding, code) => {
    expect(codeOf(body, encoding)).toBe(code);
  });

  it('refuses a snappy header that promises gigabytes', () => {
    expect(codeOf(new Uint8Array([0xff, 0xff, 0xff, 0xff, 0x0f, 0, 0]), 'snappy')).toBe('snappy_malformed');
  });

  it('never fails in another way, whatever bytes come', () => {
    const random = randomSource(5);
    const good = writeBody(Array.from({ length: 5 }, () => series));
    for (let round = 0; round < 2000; round += 1) {
      const bytes = good.slice(0, 1 + Math.floor(random() * good.length));
      for (let hit = 0; hit < 3; hit += 1)
        bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
      expect(['none', 'snappy_malformed', 'protobuf_malformed', 'label_limit']).toContain(
        codeOf(bytes, 'snappy'),
      );
    }
  });
});
