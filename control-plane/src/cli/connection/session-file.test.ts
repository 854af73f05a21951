import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readSessions, sessionFile, withoutSession, withSession, writeSessions } from './session-file.ts';

const session = {
  token: 'secret',
  expiresAt: '2026-11-22T00:00:00.000Z',
  user: { email: 'ada@example.com', name: 'Ada', role: 'responder' as const },
};
const none = { current: null, servers: {} };

describe('the saved logins', () => {
  let home: string;
  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'breakwater-cli-'));
  });
  afterEach(() => rm(home, { recursive: true }));

  it('lie in ~/.config, or where XDG_CONFIG_HOME says', () => {
    expect(sessionFile({ env: {}, homeDirectory: '/home/ada' })).toBe(
      '/home/ada/.config/breakwater/session.json',
    );
    expect(sessionFile({ env: { XDG_CONFIG_HOME: '/x' }, homeDirectory: '/home/ada' })).toBe(
      '/x/breakwater/session.json',
    );
  });

  it('come back as they were written, readable by their owner only', async () => {
    const file = sessionFile({ env: {}, homeDirectory: home });
    const sessions = withSession(none, 'http://a:1', session);
    await writeSessions(file, sessions);
    expect(await readSessions(file)).toEqual(sessions);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  it('tighten the mode of a file that others could read', async () => {
    const file = join(home, 'session.json');
    await writeFile(file, JSON.stringify(none), { mode: 0o644 });
    await writeSessions(file, withSession(none, 'http://a:1', session));
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readFile(file, 'utf8')).toContain('secret');
  });

  it('are none before the first login', async () => {
    expect(await readSessions(join(home, 'missing.json'))).toEqual(none);
  });

  it('say what to do about a broken file', async () => {
    const file = join(home, 'session.json');
    await writeFile(file, '{');
    await expect(readSessions(file)).rejects.toThrow(/delete it and sign in again/);
  });

  it('keep the other servers when one is forgotten', () => {
    const both = withSession(withSession(none, 'http://a:1', session), 'http://b:1', session);
    expect(withoutSession(both, 'http://a:1')).toEqual({
      current: 'http://b:1',
      servers: { 'http://b:1': session },
    });
    expect(withoutSession(both, 'http://b:1').current).toBeNull();
  });
});
