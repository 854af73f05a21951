import { parseArgs } from 'node:util';
import { UsageError } from './usage-error.ts';

type Option = { type: 'string' } | { type: 'boolean' };

/** The options of a command line. Throws {@link UsageError} for one that is not known. */
export function parseOptions<const Options extends Record<string, Option>>(
  args: string[],
  options: Options,
  allowPositionals = false,
) {
  try {
    return parseArgs({ args, options, allowPositionals, strict: true });
  } catch (cause) {
    throw new UsageError((cause as Error).message, { cause });
  }
}
