import { expect, it } from 'vitest';
import { plainSeries } from '../../../test/plain-series.ts';
import { SampleRouter } from '../samples/sample-router.ts';
import { decodeSamples } from '../samples/samples-message.ts';
import { PartitionLearner } from './partition-learner.ts';

const series = plainSeries('a');

it('tells of the end of an alert whose series it is told to forget', () => {
  const router = new SampleRouter(1, 1);
  const learner = new PartitionLearner();
  const take = (clock: number) =>
    router.take(clock).flatMap(({ value }) => learner.take(decodeSamples(value)));
  const route = router.route(series);
  for (let row = 0; row < 300; row += 1)
    router.add(route, row * 10_000, 50 + ((row * 7) % 11), Number.NaN, true);
  router.add(route, 3_000_000, 5_000, Number.NaN, true);
  expect(take(3_000_000).map(({ type }) => type)).toEqual(['started']);
  router.forget(route, 3_010_000);
  expect(take(3_010_000)).toMatchObject([
    { type: 'ended', alert: { endsAt: new Date(3_000_000).toISOString() } },
  ]);
});
