import { expect, it } from 'vitest';
import { isShareStrategy, shareStrategy } from './share-strategy.ts';

it.each([
  [0, 'flexibleRollout', { rollout: '0' }],
  [25, 'flexibleRollout', { rollout: '25' }],
  [100, 'flexibleRollout', { rollout: '100' }],
  [0.01, 'breakwaterRollout', { percentage: '0.01' }],
  [12.5, 'breakwaterRollout', { percentage: '12.5' }],
])('%d %% is served by %s', (percent, name, share) => {
  const strategy = shareStrategy(percent, 'userId', 'ranker');
  expect(strategy).toEqual({ name, parameters: { ...share, stickiness: 'userId', groupId: 'ranker' } });
  expect(isShareStrategy(strategy)).toBe(true);
});

it('leaves other strategies alone', () => {
  expect(isShareStrategy({ name: 'userWithId' })).toBe(false);
});
