import { addressOf, pastOptions, rangeOf } from '../past/past-query.ts';
import { type Sensitivity, sensitivities } from '../services/learner.ts';
import { detectFile, type Tell, writeWhole } from './detect.ts';
import { detectCorpusParallel } from './detect-pool.ts';
import { detectQuery } from './detect-query.ts';
import { momentForms, parseMoment } from './moment.ts';
import { parseOptions } from './parse-options.ts';
import { type KnownIncident, replayCase } from './replay.ts';
import { UsageError } from './usage-error.ts';

const text = { type: 'string' } as const;
const mostJobs = 64;
const detectOptions = {
  input: text,
  output: text,
  corpus: text,
  out: text,
  jobs: text,
  sensitivity: text,
  prometheus: text,
  query: text,
  ...pastOptions,
};

/** `detect`: resolves to the exit code, 1 where any file of a corpus was broken. Throws {@link UsageError} and {@link FileError}. */
export async function runDetect(args: string[], tell: Tell, print: (text: string) => void): Promise<number> {
  const { values } = parseOptions(args, detectOptions);
  const sensitivity = parseSensitivity(values.sensitivity);
  if (values.prometheus !== undefined) {
    if (values.query === undefined || values.input !== undefined || values.corpus !== undefined)
      throw new UsageError('expected --prometheus URL with --query Q and no file');
    const address = addressOf(values.prometheus, values);
    const csv = await detectQuery(address, values.query, rangeOf(values, Date.now()), sensitivity);
    if (values.output === undefined) print(csv);
    else await writeWhole(values.output, csv);
    return 0;
  }
  if (values.input !== undefined && values.corpus === undefined) {
    const csv = await detectFile(values.input, values.output ?? null, sensitivity, tell);
    if (values.output === undefined) print(csv);
    return 0;
  }
  if (values.corpus === undefined || values.out === undefined || values.input !== undefined) {
    throw new UsageError(
      'expected --input FILE.csv, --corpus DIR with --out DIR, or --prometheus URL with --query Q',
    );
  }
  const outcome = await detectCorpusParallel(
    values.corpus,
    values.out,
    sensitivity,
    tell,
    parseJobs(values.jobs),
  );
  return outcome.failures.length === 0 ? 0 : 1;
}

/** `replay`: resolves to the exit code. Throws {@link UsageError} and {@link FileError}. */
export async function runReplay(args: string[], tell: Tell, print: (text: string) => void): Promise<number> {
  const options = {
    output: text,
    at: text,
    service: text,
    metric: text,
    'alerts-only': { type: 'boolean' },
  } as const;
  const { values, positionals } = parseOptions(args, options, true);
  if (positionals.length !== 1) throw new UsageError(`expected one case folder, got ${positionals.length}`);
  const alertsOnly = values['alerts-only'] === true;
  const known = parseKnown(values.at, values.service, values.metric);
  if (alertsOnly && known !== null)
    throw new UsageError('expected --at or --alerts-only, got both: a ranking needs data');
  const outcome = await replayCase(positionals[0]!, { alertsOnly, known, tell });
  const json = `${JSON.stringify(outcome, null, 2)}\n`;
  if (values.output === undefined) print(json);
  else await writeWhole(values.output, json);
  return 0;
}

function parseSensitivity(given: string | undefined): Sensitivity {
  const name = given ?? 'medium';
  if (Object.hasOwn(sensitivities, name)) return name as Sensitivity;
  throw new UsageError(`--sensitivity: expected low, medium or high, got "${name}"`);
}

function parseJobs(given: string | undefined): number {
  const jobs = Number(given ?? 1);
  if (Number.isInteger(jobs) && jobs >= 1 && jobs <= mostJobs) return jobs;
  throw new UsageError(`--jobs: expected a whole number from 1 to ${mostJobs}, got "${given}"`);
}

function parseKnown(at?: string, service?: string, metric?: string): KnownIncident | null {
  if (at === undefined) {
    if (service !== undefined || metric !== undefined)
      throw new UsageError('expected --at TIME with --service and --metric');
    return null;
  }
  const ms = parseMoment(at);
  if (ms === null) throw new UsageError(`--at: expected ${momentForms}, got "${at}"`);
  return { at: ms, service: service ?? null, metric: metric ?? null };
}
