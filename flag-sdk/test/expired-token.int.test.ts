import { expect, test } from 'vitest';
import { createFlagClient, type FlagSdkError } from '../src/index.ts';
import { startControlPlane } from './control-plane.ts';
import { atEnd, temporaryFolder, timing, until } from './fixture.ts';

test('with a token that expired a service goes by its last known good state, and follows again with a valid one', {
  timeout: 180_000,
}, async () => {
  const { options, ask, stop } = await startControlPlane();
  atEnd(stop);
  const features = '/unleash/api/admin/projects/default/features';
  const flip = (state: 'on' | 'off') =>
    ask('POST', `${features}/recommendations/environments/production/${state}`);
  await ask('POST', features, { name: 'recommendations', type: 'kill-switch' });
  await flip('on');
  await flip('off');

  const dataDir = await temporaryFolder();
  const clientWith = (token: string) => {
    const errors: FlagSdkError[] = [];
    const client = createFlagClient({
      ...options,
      token,
      service: 'gateway',
      instanceId: 'gateway-1',
      environment: 'production',
      dataDir,
      timing,
      onError: (error) => errors.push(error),
    });
    atEnd(() => client.close());
    return { client, errors };
  };
  const valid = clientWith(options.token).client;
  expect(await valid.ready()).toBe('stream');
  expect(valid.isLive('recommendations')).toBe(false);
  await valid.close();

  const expired = await ask('POST', '/unleash/api/admin/api-tokens', {
    tokenName: 'expired',
    type: 'backend',
    environment: 'production',
    projects: ['default'],
    expiresAt: new Date(Date.now() - 60_000).toISOString(),
  });
  expect(expired.status, JSON.stringify(expired.body)).toBe(201);
  const { client, errors } = clientWith(expired.body.secret);
  expect(await client.ready()).toBe('backup');
  expect(client.isLive('recommendations')).toBe(false);
  await until(() => errors.some(({ code }) => code === 'STREAM_REFUSED'));
  expect(errors.find(({ code }) => code === 'STREAM_REFUSED')?.message).toContain('401');
  await client.close();

  await flip('on');
  const renewed = clientWith(options.token).client;
  expect(renewed.isLive('recommendations')).toBe(false);
  await until(() => renewed.isLive('recommendations'));
});
