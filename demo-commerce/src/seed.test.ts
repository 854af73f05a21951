import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { serviceNames } from './service-names.ts';

const workspace = join(import.meta.dirname, '..');
const seed = JSON.parse(readFileSync(join(workspace, 'seed.json'), 'utf8')) as {
  switches: { key: string; service: string; runbook: string }[];
  flags: { key: string; service: string }[];
  rollouts: { flag: string }[];
  levels: { id: string; adds: string[] }[];
};
const source = readdirSync(join(workspace, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
  .map((file) => ({ file, text: readFileSync(join(workspace, 'src', file), 'utf8') }));

describe('the seed', () => {
  test.each([...seed.switches, ...seed.flags])('names $key, which $service honours', ({ key, service }) => {
    expect(serviceNames).toContain(service);
    const readers = source.filter(({ text }) => text.includes(`'${key}'`)).map(({ file }) => file);
    expect(readers.some((file) => file.startsWith(`services/${service}/`))).toBe(true);
  });

  test('has a runbook for each switch', () => {
    for (const { runbook } of seed.switches)
      expect(readFileSync(join(workspace, '..', runbook), 'utf8')).toContain('Kill it when');
  });

  test('degrades level by level, each switch at one of them', () => {
    expect(seed.levels.map(({ id }) => id)).toEqual(['L1', 'L2', 'L3', 'L4', 'L5']);
    expect(seed.levels.flatMap(({ adds }) => adds).toSorted()).toEqual(
      seed.switches.map(({ key }) => key).toSorted(),
    );
  });

  test('plans rollouts of its own flags only', () => {
    const keys = seed.flags.map(({ key }) => key);
    for (const { flag } of seed.rollouts) expect(keys).toContain(flag);
  });
});
