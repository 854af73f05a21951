import { expect, test } from 'vitest';
import { createFlagClient } from '../src/index.ts';
import { startControlPlane } from './control-plane.ts';
import { atEnd, temporaryFolder, timing, until } from './fixture.ts';

test('a rollout of the control plane reaches a quarter of a percent of the users', {
  timeout: 180_000,
}, async () => {
  const { options, ask, stop } = await startControlPlane();
  atEnd(stop);
  const created = await ask('POST', '/unleash/api/admin/projects/default/features', {
    name: 'ranker-v3',
    type: 'release',
  });
  expect(created.status).toBe(201);
  const planned = await ask('POST', '/api/v1/rollouts', {
    flag: 'ranker-v3',
    title: 'Ranker 3, very slowly',
    services: ['recommendation'],
    stages: [0.25, 1, 100].map((percent) => ({ percent, holdMs: 600_000 })),
  });
  expect(planned.status, JSON.stringify(planned.body)).toBe(201);

  const dataDir = await temporaryFolder();
  const flags = createFlagClient({
    ...options,
    service: 'recommendation',
    instanceId: 'recommendation-1',
    environment: 'production',
    dataDir,
    timing,
  });
  atEnd(() => flags.close());
  await flags.ready();
  const users = Array.from({ length: 40_000 }, (_, index) => ({ userId: `user-${index}` }));
  const reached = () => users.filter((user) => flags.isEnabled('ranker-v3', user));
  expect(reached()).toEqual([]);

  const start = await ask('POST', `/api/v1/rollouts/${planned.body.id}/start`, {
    reason: 'reviewed',
    confirmKey: 'ranker-v3',
  });
  expect(start.status, JSON.stringify(start.body)).toBe(200);
  await until(() => reached().length > 0);
  const few = reached();
  expect(few.length / users.length).toBeGreaterThan(0.0015);
  expect(few.length / users.length).toBeLessThan(0.0035);
});
