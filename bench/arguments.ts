import { parseArgs } from 'node:util';

/** What was asked for on the command line. */
export interface BenchArguments {
  readonly name: string;
  readonly seed: number;
  readonly short: boolean;
}

/** Reads `NAME [--seed N] [--short]`; throws a sentence that names what there is. */
export const parseBenchArguments = (args: readonly string[], names: readonly string[]): BenchArguments => {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { seed: { type: 'string', default: '1' }, short: { type: 'boolean', default: false } },
  });
  const [name, ...others] = positionals;
  if (name === undefined || others.length > 0 || !names.includes(name)) {
    throw new Error(
      `Expected one bench of ${names.join(', ')}, but got "${positionals.join(' ')}": npm run bench -- NAME [--seed N] [--short]`,
    );
  }
  const seed = Number(values.seed);
  if (!Number.isSafeInteger(seed) || seed < 0) {
    throw new Error(`--seed should be a whole number of at least 0, but was "${values.seed}".`);
  }
  return { name, seed, short: values.short };
};
