import { expect, it } from 'vitest';
import { acceptanceBy } from '../../../test/acceptance.ts';
import { plainSeries } from '../../../test/plain-series.ts';
import { AlertPolicy } from '../../services/alert-policy.ts';
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

it('raises no alert of what its log says is none, also after a take-over, until the log takes it back', () => {
  const router = new SampleRouter(1, 1);
  const take = (learner: PartitionLearner, clock: number) =>
    router.take(clock).flatMap(({ value }) => learner.take(decodeSamples(value)));
  const route = router.route(series);
  let at = 0;
  const rows = (many: number, height: number) => {
    for (let row = 0; row < many; row += 1) {
      at += 10_000;
      router.add(route, at, height + ((row * 7) % 11), Number.NaN, true);
    }
  };
  const said = acceptanceBy('a', { shape: 'height', limit: 5_000, evidence: 9 });
  const first = new PartitionLearner(new AlertPolicy());
  rows(300, 50);
  router.say({ type: 'accepted', acceptance: said });
  rows(1, 4_000);
  rows(200, 50);
  expect(take(first, at)).toEqual([]);
  const second = PartitionLearner.resume(structuredClone(first.snapshot()), new AlertPolicy());
  expect(second.accepted()).toEqual([said]);
  rows(1, 4_000);
  rows(200, 50);
  expect(take(second, at)).toEqual([]);
  router.say({ type: 'revoked', id: said.id, seriesKey: said.seriesKey });
  rows(1, 4_000);
  expect(take(second, at).map(({ type }) => type)).toEqual(['started']);
  expect(second.accepted()).toEqual([]);
});
