import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseBenchArguments } from './arguments.ts';
import type { Bench } from './bench.ts';
import { missedGoals } from './goals.ts';

const say = (line: string) => process.stderr.write(`${line}\n`);

const benchNames = (): string[] =>
  readdirSync(import.meta.dirname, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(import.meta.dirname, entry.name, 'bench.ts')))
    .map(({ name }) => name)
    .sort();

const run = async (): Promise<string> => {
  const { name, seed, short } = parseBenchArguments(process.argv.slice(2), benchNames());
  const { bench } = (await import(`./${name}/bench.ts`)) as { bench: Bench };
  const { figures, peer, note } = await bench.run({ seed, short, say });
  const missed = missedGoals(figures, bench.goals);
  return JSON.stringify({ bench: name, figures, goals: bench.goals, missed, peer, seed, note });
};

try {
  const line = await run();
  process.stdout.write(`${line}\n`, () => process.exit(0));
} catch (error) {
  say(error instanceof Error ? (error.stack ?? error.message) : String(error));
  process.exit(1);
}
