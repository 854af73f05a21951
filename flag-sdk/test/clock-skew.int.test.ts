import { expect, test, vi } from 'vitest';
import { startClient, startServer, until } from './fixture.ts';
import { flag } from './unleash-server.ts';

const hour = 3_600_000;

/** A flag that begins at `at`. */
const beginning = (name: string, at: number) =>
  flag(name, true, {
    strategies: [
      {
        name: 'default',
        parameters: {},
        constraints: [
          {
            contextName: 'currentTime',
            operator: 'DATE_AFTER' as never,
            value: new Date(at).toISOString(),
            values: [],
            inverted: false,
            caseInsensitive: false,
          },
        ],
      },
    ],
  });

test.each([
  ['behind', -hour],
  ['ahead', hour],
])('a machine whose clock is an hour %s passes a date when the server does', async (_word, skew) => {
  const real = Date.now;
  const now = real();
  const server = await startServer(beginning('begun', now - hour / 2), beginning('coming', now + hour / 2));
  const clock = vi.spyOn(Date, 'now').mockImplementation(() => real() + skew);
  try {
    const { client, errors } = await startClient(server);
    await client.ready();
    expect([client.isEnabled('begun'), client.isEnabled('coming')]).toEqual([true, false]);
    const context = { currentTime: new Date(now + hour) };
    expect(client.isEnabled('coming', context)).toBe(true);
    await until(() => errors.some(({ code }) => code === 'CLOCK_SKEWED'));
    expect(errors.filter(({ code }) => code === 'CLOCK_SKEWED')).toHaveLength(1);
  } finally {
    clock.mockRestore();
  }
});
