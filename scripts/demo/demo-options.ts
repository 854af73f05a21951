import { parseArgs } from 'node:util';
import { type CheckName, checkNames } from '../check/index.ts';

/** What the command line asks for. */
export interface DemoOptions {
  /** Begin without the data of earlier runs. */
  fresh: boolean;
  check: { name: CheckName; minutes: number } | undefined;
  /** Free ports and a data folder of its own, removed at the end. */
  freePorts: boolean;
}

export const usage = `usage: npm run demo [-- --fresh] [-- --check [${checkNames.join('|')}] [--minutes N]] [-- --ports free]
  --fresh         remove the data of earlier runs first (what was downloaded is kept)
  --check [NAME]  run a scenario against the demo, started if none runs, and print one line; default loop
  --minutes N     how long the check "healthy" lasts; default 10
  --ports free    use free ports and a data folder of its own, also by BREAKWATER_PORTS=free`;

/** The command line does not make sense; the message says why. */
export class UsageError extends Error {
  readonly code = 'usage';
}

/** Reads the command line; throws {@link UsageError}. */
export function readDemoOptions(args: readonly string[], env: NodeJS.ProcessEnv): DemoOptions {
  const { values, positionals } = parse([...args]);
  if (positionals.length > 1 || (positionals.length === 1 && !values.check)) {
    throw new UsageError(`expected no such word, got "${positionals.at(-1)}"`);
  }
  const ports = values.ports ?? env.BREAKWATER_PORTS;
  if (ports !== undefined && ports !== '' && ports !== 'free') {
    throw new UsageError(`--ports must be "free", got "${ports}"`);
  }
  return {
    fresh: values.fresh ?? false,
    check: values.check
      ? { name: checkNameOf(positionals[0] ?? 'loop'), minutes: minutesOf(values.minutes) }
      : undefined,
    freePorts: ports === 'free',
  };
}

function parse(args: string[]) {
  const options = {
    fresh: { type: 'boolean' },
    check: { type: 'boolean' },
    minutes: { type: 'string' },
    ports: { type: 'string' },
  } as const;
  try {
    return parseArgs({ args, options, allowPositionals: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function checkNameOf(name: string): CheckName {
  const found = checkNames.find((each) => each === name);
  if (found) return found;
  throw new UsageError(`--check must be one of ${checkNames.join(', ')}, got "${name}"`);
}

function minutesOf(text: string | undefined): number {
  const minutes = Number(text ?? 10);
  if (minutes > 0 && minutes <= 24 * 60) return minutes;
  throw new UsageError(`--minutes must be a number above 0, got "${text}"`);
}
