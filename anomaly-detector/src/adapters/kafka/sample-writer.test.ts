import type { Kafka } from 'kafkajs';
import { expect, it } from 'vitest';
import { acceptanceBy } from '../../../test/acceptance.ts';
import { plainSeries } from '../../../test/plain-series.ts';
import { SampleWriter } from './sample-writer.ts';

const quiet = { info() {}, warn() {}, error() {} };
const series = plainSeries('queue{}');
const acceptance = acceptanceBy(series.key);

/** A writer to a broker in memory, and how to take that away. */
function writing() {
  let isAway = false;
  const producer = {
    on() {},
    events: {},
    connect: async () => undefined,
    disconnect: async () => undefined,
    send: async () => {
      if (isAway) throw new Error('the broker is away');
    },
  };
  const kafka = { producer: () => producer } as unknown as Kafka;
  return {
    writer: new SampleWriter(kafka, 'samples', 1, quiet, () => 0),
    away: () => {
      isAway = true;
    },
  };
}

it('says of readings and feedback that they are not stored where an earlier batch took them along and gave up', async () => {
  const { writer, away } = writing();
  away();
  const sent = [1, 2, 3].map((at) => writer.handOn(() => writer.add(series, at, 1, Number.NaN, false)));
  const said = writer.say({ type: 'accepted', acceptance });
  await writer.close();
  expect(await Promise.all([...sent, said])).toEqual([false, false, false, false]);
});

it('says of readings that they are stored once they are', async () => {
  const { writer } = writing();
  const sent = [1, 2].map((at) => writer.handOn(() => writer.add(series, at, 1, Number.NaN, false)));
  expect(await Promise.all([...sent, writer.send(null)])).toEqual([true, true, true]);
  expect(writer.counts).toEqual({ sent: 2, dropped: 0 });
});

it('says of readings that they are not stored where too many waited', async () => {
  const { writer } = writing();
  const add = (many: number) => () => {
    for (let at = 1; at <= many; at += 1) writer.add(series, at, 1, Number.NaN, false);
  };
  const first = writer.handOn(add(2_000_000));
  const second = writer.handOn(add(1));
  expect(writer.counts.dropped).toBe(1);
  expect(await Promise.all([first, second])).toEqual([true, false]);
});
