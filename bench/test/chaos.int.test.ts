import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBalancer } from '../fleet/balancer.ts';
import { startControlPlaneProcess } from '../fleet/control-plane-process.ts';
import { type FleetRoom, openRoom } from '../fleet/fleet-room.ts';
import { Operator } from '../fleet/operator.ts';
import { startOwnPostgres } from '../fleet/own-postgres.ts';
import { writeSeed } from '../fleet/seed-file.ts';
import { runChaos } from '../propagation/chaos.ts';
import { seededRandom } from '../seeded-random.ts';

const key = 'recommendations';
let room: FleetRoom;

beforeAll(() => {
  room = openRoom(() => undefined);
});
afterAll(() => room?.close());

test('crashes under flips: every SDK ends on the last revision, none went back, no question threw', async () => {
  const { url: databaseUrl } = await startOwnPostgres(room);
  const seedFile = await writeSeed(room, [key]);
  const start = (name: string) => startControlPlaneProcess(room, { name, databaseUrl, seedFile });
  const replicas = await Promise.all(['one', 'two'].map(start));
  const { url } = await startBalancer(
    room,
    replicas.map((replica) => replica.url),
  );
  const operator = await Operator.signIn(url);
  const outcome = await runChaos({
    ...{ room, replicas, url, operator, key },
    sdks: 10,
    forMs: 8_000,
    random: seededRandom(7),
    say: () => undefined,
  });
  expect(outcome).toMatchObject({ behind: 0, wentBack: 0, threw: 0 });
  expect(outcome.crashes).toBeGreaterThan(0);
  expect(outcome.flips).toBeGreaterThan(1);
  expect(outcome.evaluations).toBeGreaterThan(1_000);
}, 180_000);
