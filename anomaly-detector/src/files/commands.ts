import { addressOf, pastOptions, rangeOf } from '../past/past-query.ts';
import { type Sensitivity, sensitivities } from '../services/learner.ts';
import { detectFile, type Tell } from './detect.ts';
import { detectCorpusParallel } from './detect-pool.ts';
import { detectQuery } from './detect-query.ts';
import type { Detected } from './detect-rows.ts';
import { type Findings, findingsLine } from './findings.ts';
import { momentForms, parseMoment } from './moment.ts';
import { parseOptions } from './parse-options.ts';
import { type KnownIncident, replayCase } from './replay.ts';
import { UsageError } from './usage-error.ts';
import { writeWhole } from './write-whole.ts';

const text = { type: 'string' } as const;
const mostJobs = 64;
const mostListed = 20;
const detectOptions = {
  input: text,
  output: text,
  corpus: text,
  out: text,
  jobs: text,
  sensitivity: text,
  quiet: { type: 'boolean' } as const,
  prometheus: text,
  query: text,
  ...pastOptions,
};

/**
 * `detect`: resolves to the exit code, 1 where any file of a corpus was broken. What was found is told in a line, unless it is to
 * be quiet. Throws {@link UsageError} and {@link FileError}.
 */
export async function runDetect(args: string[], tell: Tell, print: (text: string) => void): Promise<number> {
  const { values } = parseOptions(args, detectOptions);
  const sensitivity = parseSensitivity(values.sensitivity);
  const inform = values.quiet === true ? () => undefined : tell;
  const { input, output = null, corpus, out } = values;
  const conclude = ({ csv, found, anomalies }: Pick<Detected, 'csv' | 'found' | 'anomalies'>) => {
    if (output === null) print(csv);
    inform(concluding(found, output));
    for (const line of listed(anomalies)) inform(line);
    return 0;
  };
  if (values.prometheus !== undefined) {
    if (values.query === undefined || input !== undefined || corpus !== undefined)
      throw new UsageError('expected --prometheus URL with --query Q and no file');
    const address = addressOf(values.prometheus, values);
    const detected = await detectQuery(address, values.query, rangeOf(values, Date.now()), sensitivity);
    if (output !== null) await writeWhole(output, detected.csv, inform);
    return conclude(detected);
  }
  if (input !== undefined && corpus === undefined)
    return conclude(await detectFile(input, output, sensitivity, { warn: tell, inform }));
  if (corpus === undefined || out === undefined || input !== undefined) {
    throw new UsageError(
      'expected --input FILE.csv, --corpus DIR with --out DIR, or --prometheus URL with --query Q',
    );
  }
  const jobs = parseJobs(values.jobs);
  const { found, failures } = await detectCorpusParallel(
    corpus,
    out,
    sensitivity,
    { warn: tell, inform },
    jobs,
  );
  inform(concluding(found, out));
  return failures.length === 0 ? 0 : 1;
}

/** The first anomalies of one series, one a line, and how many more there are. */
const listed = (anomalies: readonly string[]): string[] =>
  anomalies.length <= mostListed
    ? [...anomalies]
    : [
        ...anomalies.slice(0, mostListed),
        `and ${anomalies.length - mostListed} more: see alert in the output`,
      ];

const concluding = (found: Findings, written: string | null): string =>
  `${findingsLine(found)}${written === null ? '' : `; written to ${written}`}`;

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
  else await writeWhole(values.output, json, tell);
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
