import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoUsers, keepSecrets } from './demo-secrets.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'breakwater-secrets-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the demo's secrets", () => {
  it('are made once, kept, and readable by their owner only', () => {
    const made = keepSecrets(folder);
    expect(keepSecrets(folder)).toEqual(made);
    expect(statSync(join(folder, 'secrets.json')).mode & 0o777).toBe(0o600);
  });

  it('give each role a user with a password of its own', () => {
    const users = demoUsers(keepSecrets(folder));
    expect(users.map(({ role }) => role)).toEqual(['viewer', 'responder', 'release-manager', 'admin']);
    expect(new Set(users.map(({ password }) => password)).size).toBe(4);
    for (const { password } of users) expect(password.length).toBeGreaterThanOrEqual(16);
  });

  it('hold a token that Unleash takes as a backend token of production', () => {
    expect(keepSecrets(folder).sdkToken).toMatch(/^default:production\.[0-9a-f]{48}$/);
  });
});
