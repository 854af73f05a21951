import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';

const importPattern = /^(?:import|export)\s(?!type\b)[^;]*?from '([^']+)'/gm;

/** Everything that a bundler would follow from `file`: files of ours, and the packages that they import. */
const follow = (file: string, seen = new Map<string, string[]>()): Map<string, string[]> => {
  if (seen.has(file)) return seen;
  const imports = [...readFileSync(file, 'utf8').matchAll(importPattern)].map(([, from]) => from ?? '');
  seen.set(file, imports);
  for (const from of imports) if (from.startsWith('.')) follow(join(dirname(file), from), seen);
  return seen;
};

test('a page that imports the React binding gets React and nothing of Node', () => {
  const followed = follow(join(import.meta.dirname, 'index.ts'));
  const packages = new Set([...followed.values()].flat().filter((from) => !from.startsWith('.')));
  expect([...packages]).toEqual(['react']);
  expect(followed.size).toBeGreaterThan(4);
});
