import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { Command } from 'commander';
import { z } from 'zod';
import { CliError } from '../cli-error.ts';
import type { ApiClient } from '../connection/api-client.ts';
import { flagsFile, type ServerFlag } from '../format/flags-file.ts';
import type { Terminal } from '../terminal.ts';
import { connectFor, optionsOf, withCommonOptions } from './common.ts';

type Options = { out: string; environment: string; check?: boolean };

const Variants = z.array(z.object({ name: z.string() })).nullish();

/** What is used of the flag engine's export. */
const Exported = z.object({
  features: z.array(z.object({ name: z.string(), type: z.string(), description: z.string().nullish() })),
  featureStrategies: z.array(z.object({ featureName: z.string(), variants: Variants })),
  featureEnvironments: z.array(z.object({ featureName: z.string(), variants: Variants })),
});

/** `breakwater flags generate`: the keys of the server as TypeScript, so that a wrong key does not compile. */
export function addFlags(program: Command, terminal: Terminal): void {
  const flags = program.command('flags').description('the flags that code may ask for');
  withCommonOptions(flags.command('generate'))
    .description('write the flags of the server as a TypeScript file for defineFlags')
    .requiredOption('--out <file>', 'where to')
    .option('--environment <name>', 'whose variants', 'production')
    .option('--check', 'write nothing, and fail where the file is out of date')
    .action(async (_options: object, command: Command) => {
      const { out, environment, check } = optionsOf<Options>(command);
      const { api } = await connectFor(terminal, command);
      const content = flagsFile(await flagsOf(api, environment));
      const path = resolve(terminal.workingDirectory, out);
      const before = await readFile(path, 'utf8').catch(() => undefined);
      if (before === content) terminal.out(`${out} is up to date.`);
      else if (check) throw outOfDate(out, before);
      else await write(path, content).then(() => terminal.out(`${out} is written.`));
    });
}

async function flagsOf(api: ApiClient, environment: string): Promise<ServerFlag[]> {
  const question = { environment, project: 'default', downloadFile: false };
  const path = '/unleash/api/admin/features-batch/export';
  const { features, featureStrategies, featureEnvironments } = await api.call(
    'POST',
    path,
    Exported,
    question,
  );
  const places = [...featureStrategies, ...featureEnvironments];
  const variantsOf = (flag: string) =>
    places.flatMap(({ featureName, variants }) =>
      featureName === flag ? (variants ?? []).map(({ name }) => name) : [],
    );
  return features.map(({ name, type, description }) => ({
    name,
    type,
    description,
    variants: variantsOf(name),
  }));
}

function outOfDate(out: string, before: string | undefined): CliError {
  const what = before === undefined ? 'is not there' : 'is not what the server has';
  return new CliError('out_of_date', `${out} ${what}; run the command without --check to write it.`);
}

async function write(path: string, content: string): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
  } catch (cause) {
    throw new CliError('not_written', `${path} cannot be written: ${String(cause)}.`, { cause });
  }
}
