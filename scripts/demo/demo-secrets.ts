import { randomBytes, randomInt } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { writePrivately } from './write-privately.ts';

/** One demo user for each role. */
export const demoRoles = ['viewer', 'responder', 'release-manager', 'admin'] as const;

const names = {
  viewer: 'Vera Viewer',
  responder: 'Rosa Responder',
  'release-manager': 'Remi Release',
  admin: 'Ada Admin',
} as const;

const Secrets = z.object({
  sdkToken: z.string(),
  detectorToken: z.string(),
  ciToken: z.string(),
  postgresPassword: z.string(),
  passwords: z.record(z.enum(demoRoles), z.string()),
});
export type DemoSecrets = z.infer<typeof Secrets>;

/** The secrets of this data folder, made once and kept in `secrets.json` for its owner only. */
export function keepSecrets(dataDir: string): DemoSecrets {
  const file = join(dataDir, 'secrets.json');
  if (existsSync(file)) return Secrets.parse(JSON.parse(readFileSync(file, 'utf8')));
  const secret = () => randomBytes(24).toString('base64url');
  const made: DemoSecrets = {
    sdkToken: `default:production.${randomBytes(24).toString('hex')}`,
    detectorToken: secret(),
    ciToken: secret(),
    postgresPassword: secret(),
    passwords: {
      viewer: password('viewer'),
      responder: password('responder'),
      'release-manager': password('release'),
      admin: password('admin'),
    },
  };
  writePrivately(file, made);
  return made;
}

/** The demo's users with their passwords. */
export function demoUsers(secrets: DemoSecrets) {
  return demoRoles.map((role) => ({
    email: `${role}@breakwater.example`,
    name: names[role],
    role,
    password: secrets.passwords[role],
  }));
}

/** Easy to read aloud: no letters or digits that look alike. */
function password(prefix: string): string {
  const letters = 'abcdefghjkmnpqrstuvwxyz23456789';
  const tail = Array.from({ length: 10 }, () => letters[randomInt(letters.length)]).join('');
  return `${prefix}-${tail}`;
}
