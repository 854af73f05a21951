import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FleetRoom } from './fleet-room.ts';

const password = 'correct horse battery staple';

/** The person who flips in a fleet. */
export const responder = { email: 'responder@example.com', password };

/** Writes a seed with the switches, and so many plain flags that a whole state has an ordinary size. */
export const writeSeed = async (
  room: FleetRoom,
  switches: readonly string[],
  plainFlags = 40,
): Promise<string> => {
  const path = join(room.dataDir, 'seed.json');
  const seed = {
    users: [{ ...responder, name: 'responder', role: 'responder' }],
    switches: switches.map((key) => ({
      key,
      title: `Title of ${key}`,
      sheds: 'suggestions',
      fallback: 'bestsellers',
      service: 'gateway',
      dependency: 'recommendation',
    })),
    flags: Array.from({ length: plainFlags }, (_, index) => ({
      key: `flag-${index}`,
      title: `Flag ${index}`,
      service: 'gateway',
      enabled: index % 2 === 0,
      percent: 50,
    })),
  };
  await writeFile(path, JSON.stringify(seed));
  return path;
};
