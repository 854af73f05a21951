import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { IncidentsJson } from '../src/files/index.ts';
import { writeCase } from './case-files.ts';
import { normal, randomSource } from './random.ts';

const cli = join(import.meta.dirname, '../src/cli.ts');
const start = Date.parse('2026-11-20T10:00:00Z');

type Outcome = { code: number; stdout: string; stderr: string };

async function run(...args: string[]): Promise<Outcome> {
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [cli, ...args], {
      maxBuffer: 64 << 20,
    });
    return { code: 0, stdout, stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as Outcome;
    return { code, stdout, stderr };
  }
}

let folder: string;
const at = (...parts: string[]) => join(folder, ...parts);
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'detector-cli-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('detect', () => {
  const csv = (rows: number, seed: number) => {
    const random = randomSource(seed);
    const lines = Array.from({ length: rows }, (_, i) => {
      const value = 50 + normal(random) + (i >= 700 && i < 750 ? 40 : 0);
      return `${new Date(start + i * 300_000).toISOString()},${value.toFixed(3)}`;
    });
    return ['timestamp,value', ...lines, ''].join('\n');
  };
  beforeAll(async () => {
    await mkdir(at('corpus', 'deep'), { recursive: true });
    await writeFile(at('corpus', 'a.csv'), csv(900, 1));
    await writeFile(at('corpus', 'deep', 'b.csv'), csv(900, 2));
  });

  it('judges one file, to a file or to standard output', async () => {
    const toFile = await run('detect', '--input', at('corpus', 'a.csv'), '--output', at('one.csv'));
    expect(toFile).toMatchObject({ code: 0, stdout: '' });
    const lines = (await readFile(at('one.csv'), 'utf8')).trimEnd().split('\n');
    expect(lines[0]).toBe('timestamp,value,expected,lower,upper,anomaly_score,alert,kind');
    expect(lines).toHaveLength(901);
    const alerting = lines.slice(1).findIndex((line) => line.split(',')[6] === '1');
    expect(alerting).toBeGreaterThanOrEqual(700);
    expect(alerting).toBeLessThan(703);
    const printed = await run('detect', '--input', at('corpus', 'a.csv'));
    expect(printed.stdout).toBe(`${lines.join('\n')}\n`);
  });

  it('mirrors a corpus, the same with one job and with two', async () => {
    expect(await run('detect', '--corpus', at('corpus'), '--out', at('out1'))).toMatchObject({
      code: 0,
      stdout: '',
    });
    const two = await run('detect', '--corpus', at('corpus'), '--out', at('out2'), '--jobs', '2');
    expect(two.code).toBe(0);
    expect(two.stderr).toContain('2/2');
    for (const file of ['a.csv', 'deep/b.csv']) {
      expect(await readFile(at('out2', file), 'utf8')).toBe(await readFile(at('out1', file), 'utf8'));
    }
  });

  it.each(['1', '2'])('names a broken file and its line, and judges the others (%s jobs)', async (jobs) => {
    await mkdir(at('broken'), { recursive: true });
    await writeFile(
      at('broken', 'bad.csv'),
      'timestamp,value\n2026-11-20 10:00:00,1\n2026-11-20 10:05:00,one\n',
    );
    await writeFile(at('broken', 'good.csv'), csv(100, 3));
    const out = `broken-out-${jobs}`;
    const { code, stderr } = await run('detect', '--corpus', at('broken'), '--out', at(out), '--jobs', jobs);
    expect(code).toBe(1);
    expect(stderr).toContain(`${at('broken', 'bad.csv')}:3: expected a decimal number or nothing, got "one"`);
    expect(await readdir(at(out))).toEqual(['good.csv']);
  });

  it('warns of a duplicate timestamp', async () => {
    await writeFile(at('twice.csv'), 'timestamp,value\n2026-11-20 10:00:00,1\n2026-11-20 10:00:00,2\n');
    const { code, stderr, stdout } = await run('detect', '--input', at('twice.csv'));
    expect(code).toBe(0);
    expect(stderr).toContain('duplicate');
    expect(stdout.trimEnd().split('\n')).toHaveLength(3);
  });

  it('says what it found, and nothing where it is to be quiet', async () => {
    const [input, output] = [at('corpus', 'a.csv'), at('said.csv')];
    const { stderr } = await run('detect', '--input', input, '--output', output);
    expect(stderr).toMatch(
      /^900 rows of 1 series; \d+ anomal(y|ies); strongest [.\d]+ \(\w+\) at 2026-11-22T2\d:\S+: 9\d\.\d+, expected .* to .*; written to .*said\.csv\n/,
    );
    expect(stderr.trimEnd().split('\n').at(-1)).toMatch(
      /^2026-11-22T2\d:\S+Z \w+: value of a\.csv was .*9\d, expected .*, for \d+ \w+$/,
    );
    const quiet = await run('detect', '--input', input, '--output', output, '--quiet');
    expect(quiet).toEqual({ code: 0, stdout: '', stderr: '' });
    const corpus = await run('detect', '--corpus', at('corpus'), '--out', at('said'));
    expect(corpus.stderr).toMatch(/\n1800 rows of 2 series; .* in .*\.csv at .*; written to .*said\n$/);
  });

  it('takes what is no number for a missing row, and counts it', async () => {
    const [input, output] = [at('holes.csv'), at('holes-out.csv')];
    const lines = csv(300, 5).split('\n');
    const holes = lines.map((line, i) =>
      i === 100 ? line.replace(/,.*/, ',NaN') : i === 101 ? line.replace(/,.*/, ',') : line,
    );
    await writeFile(input, holes.join('\n'));
    const { code, stderr } = await run('detect', '--input', input, '--output', output);
    expect(code).toBe(0);
    expect(stderr).toContain('300 rows of 1 series, 2 without a value;');
    const written = (await readFile(output, 'utf8')).split('\n');
    expect([written[100], written[101]].map((line) => line!.split(',')[1])).toEqual(['', '']);
  });

  it('creates the folders of its output and says so', async () => {
    const output = at('not', 'yet', 'there.csv');
    const { stderr } = await run('detect', '--input', at('corpus', 'a.csv'), '--output', output);
    expect(stderr).toContain(`created the folder ${at('not')}\n`);
    expect(await readdir(at('not', 'yet'))).toEqual(['there.csv']);
  });

  it('ends in peace where its reader has seen enough', async () => {
    // More than a pipe holds.
    const input = at('long.csv');
    await writeFile(input, csv(6_000, 6));
    const command = `"${process.execPath}" "${cli}" detect --input "${input}"; echo "ended with $?" >&2`;
    const { stdout, stderr } = await promisify(execFile)('sh', ['-c', `{ ${command}; } | head -c 5`]);
    expect(stdout).toBe('times');
    expect(stderr).toContain('ended with 0');
    expect(stderr).not.toContain('EPIPE');
  });

  it.skipIf(!existsSync('/dev/full'))('says in a sentence that its output could not be written', async () => {
    const command = `"${process.execPath}" "${cli}" detect --quiet --input "${at('corpus', 'a.csv')}" > /dev/full`;
    const outcome = promisify(execFile)('sh', ['-c', command]);
    await expect(outcome).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^error: standard output: expected to be written, got ENOSPC.*\n$/),
    });
  });

  it.each([
    [['corpus', 'a.csv', 'out.csv'], 'to be a folder or to be free, found a file on the way'],
    [['corpus'], 'expected the name of a file to write, found a folder'],
    [['corpus', 'a.csv'], 'expected another file than the input'],
  ])('names what is in the way of its output %j', async (path, message) => {
    const before = await readFile(at('corpus', 'a.csv'), 'utf8');
    const { code, stderr } = await run('detect', '--input', at('corpus', 'a.csv'), '--output', at(...path));
    expect(code).toBe(1);
    expect(stderr).toContain(message);
    expect(await readFile(at('corpus', 'a.csv'), 'utf8')).toBe(before);
  });

  it.each([
    [['detect'], 2, 'expected --input FILE.csv'],
    [['detect', '--input', 'x.csv', '--tune', '3'], 2, '--tune'],
    [['detect', '--input', 'x.csv', '--sensitivity', 'extreme'], 2, 'expected low, medium or high'],
    [['detect', '--corpus', 'x', '--out', 'y', '--jobs', '0'], 2, '--jobs: expected a whole number'],
    [['detect', '--input', '/nowhere/x.csv'], 1, '/nowhere/x.csv: expected a file, found none'],
    [['detect', '--corpus', '/nowhere', '--out', '/tmp/x'], 1, '/nowhere: expected a folder'],
    [['replay'], 2, 'expected one case folder'],
    [['replay', '/nowhere'], 1, '/nowhere: expected a case folder'],
    [['replay', '/nowhere', '--service', 'a'], 2, '--at TIME'],
    [['replay', '/nowhere', '--at', 'noon'], 2, '--at: expected'],
    [['dance'], 2, 'expected detect, learn or replay'],
  ])('%j ends with %i', async (args, code, message) => {
    const outcome = await run(...args);
    expect(outcome.code).toBe(code);
    expect(outcome.stderr).toContain(message);
    expect(outcome.stderr).not.toContain('    at ');
  });
});

describe('replay', () => {
  const stepS = 15;
  const faultRow = 40;
  const faultAt = start + (400 + faultRow) * stepS * 1000;
  const iso = (offsetS: number) => new Date(faultAt + offsetS * 1000).toISOString();

  beforeAll(async () => {
    await writeCase(at('case'), {
      seed: 3,
      startAt: start,
      stepS,
      historyRows: 400,
      rows: 160,
      conditions: (row) =>
        row >= faultRow && row < faultRow + 40
          ? { trouble: { payment: { addedS: 0.3, errorRatio: 0.2 } } }
          : {},
      changes: [
        {
          id: 'decoy',
          at: iso(-40),
          kind: 'deploy',
          service: 'catalog',
          target: 'catalog:7',
          version: '',
          exposure: 1,
          title: 'catalog 7',
        },
        {
          id: 'culprit',
          at: iso(-5),
          kind: 'flag',
          service: 'payment',
          target: 'retry-hint',
          version: '',
          exposure: 1,
          title: 'hint on',
        },
        {
          id: 'late',
          at: iso(120),
          kind: 'flag',
          service: 'payment',
          target: 'other',
          version: '',
          exposure: 1,
          title: 'other on',
        },
      ],
    });
  });

  const replay = async (...args: string[]): Promise<IncidentsJson> => {
    const { code, stderr } = await run('replay', ...args, '--output', at('incidents.json'));
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    return JSON.parse(await readFile(at('incidents.json'), 'utf8')) as IncidentsJson;
  };

  it('finds the incident, its origin, the change, and clears the others', async () => {
    const { incidents } = await replay(at('case'));
    expect(incidents).toHaveLength(1);
    const [incident] = incidents;
    expect(Date.parse(incident!.openedAt) - faultAt).toBeGreaterThanOrEqual(0);
    expect(Date.parse(incident!.openedAt) - faultAt).toBeLessThanOrEqual(60_000);
    expect(incident!.closedAt).not.toBeNull();
    expect(incident!.origins[0]!.service).toBe('payment');
    expect(incident!.origins.map(({ service }) => service)).not.toContain('payment-gateway');
    expect(incident!.suspects[0]!.changeId).toBe('culprit');
    expect(incident!.cleared.map(({ changeId }) => changeId).sort()).toEqual(['decoy', 'late']);
    expect(incident!.verdict).toBe('change');
  });

  it('puts every alert into exactly one place, and is the same each time', async () => {
    const first = await replay(at('case'));
    expect(await replay(at('case'))).toEqual(first);
    const all = [...first.incidents.flatMap(({ alerts }) => alerts), ...first.ungrouped];
    const keys = all.map(({ fingerprint, startsAt }) => `${fingerprint} ${startsAt}`);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('ranks at a moment that a person names, with the data up to a minute later', async () => {
    const { incidents } = await replay(
      at('case'),
      '--at',
      iso(0),
      '--service',
      'gateway',
      '--metric',
      'latency_p95',
    );
    expect(incidents).toHaveLength(1);
    expect(incidents[0]!.origins[0]!.service).toBe('payment');
    expect(incidents[0]!.suspects[0]!.changeId).toBe('culprit');
  });

  it('groups the alerts of other systems without any data', async () => {
    await mkdir(at('alerts'), { recursive: true });
    const alert = (fingerprint: string, service: string, fromS: number, toS: number | null) =>
      JSON.stringify({
        fingerprint,
        startsAt: iso(fromS),
        endsAt: toS === null ? null : iso(toS),
        service,
        metric: 'p95',
        score: 0.9,
        labels: {},
        source: 'prometheus',
      });
    await writeFile(
      at('alerts', 'alerts.jsonl'),
      [
        alert('a', 'payment', 0, 300),
        alert('b', 'order', 20, 280),
        alert('c', 'gateway', 60, null),
        alert('d', 'gateway', 7200, 7300),
        alert('e', 'gateway', 7230, 7300),
        alert('f', 'catalog', 30, 60),
      ].join('\n'),
    );
    await writeFile(at('alerts', 'metrics.json'), '{"p95":{"unit":"s","worse":"up","signal":"latency"}}');
    await writeFile(at('alerts', 'topology.csv'), 'caller,callee\ngateway,order\norder,payment\n');
    const { incidents, ungrouped } = await replay(at('alerts'), '--alerts-only');
    const groups = incidents.map(({ alerts }) =>
      alerts
        .map(({ fingerprint }) => fingerprint)
        .sort()
        .join(''),
    );
    expect(groups.sort()).toEqual(['abc', 'de', 'f']);
    expect(ungrouped).toEqual([]);
    expect(incidents.find(({ alerts }) => alerts.length === 3)!.closedAt).toBeNull();
  });

  it.each([
    [
      'series.csv',
      'timestamp,service,metric,instance,version,peer,direction,value\nnow,a,b,,,,,1\n',
      'series.csv:2: timestamp: expected a date',
    ],
    ['series.csv', 'time,value\n', 'series.csv:1: expected the header timestamp,service'],
    [
      'series.csv',
      'timestamp,service,metric,instance,version,peer,direction,value\n10,a,b,,,,,1\n5,a,b,,,,,1\n',
      'series.csv:3: expected rows sorted',
    ],
    ['metrics.json', '{\n"p95": {"worse": "sideways"}}', 'metrics.json: p95.worse'],
    ['metrics.json', '{\n"p95":', 'metrics.json:2: expected JSON'],
    ['topology.csv', 'from,to\na,b\n', 'topology.csv:1: expected the header caller,callee'],
    ['changes.jsonl', '{"id":"a"}\n', 'changes.jsonl:1: at:'],
    [
      'alerts.jsonl',
      '{"fingerprint":"a","startsAt":"x","service":"b"}\n',
      'alerts.jsonl:1: startsAt: expected a date',
    ],
    ['services.json', '[]', 'services.json: '],
  ])('names what is broken in %s', async (name, text, message) => {
    const broken = at(`broken-${Math.random().toString(36).slice(2)}`);
    await mkdir(broken);
    await writeFile(
      join(broken, 'series.csv'),
      'timestamp,service,metric,instance,version,peer,direction,value\n',
    );
    await writeFile(join(broken, 'metrics.json'), '{}');
    await writeFile(join(broken, 'topology.csv'), 'caller,callee\n');
    await writeFile(join(broken, name), text);
    const { code, stderr } = await run('replay', broken, '--output', join(broken, 'incidents.json'));
    expect(code).toBe(1);
    expect(stderr).toContain(message);
    expect(await readdir(broken)).not.toContain('incidents.json');
  });
});
