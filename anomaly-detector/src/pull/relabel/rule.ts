import { z } from 'zod';
import { knownKeys } from '../../contract/index.ts';
import { compileRegex, type Regex } from '../../parse/regex.ts';

/** What a rule can do; see Prometheus' `relabel_config`. */
const actions = [
  'replace',
  'keep',
  'drop',
  'keepequal',
  'dropequal',
  'hashmod',
  'labelmap',
  'labeldrop',
  'labelkeep',
  'lowercase',
  'uppercase',
] as const;

const needTarget = ['replace', 'hashmod', 'lowercase', 'uppercase', 'keepequal', 'dropequal'];

/** One rule of `relabel_configs` or `metric_relabel_configs`, with Prometheus' defaults. */
export type RelabelRule = {
  action: (typeof actions)[number];
  sourceLabels: readonly string[];
  separator: string;
  regex: Regex;
  targetLabel: string;
  replacement: string;
  modulus: number;
};

/** A rule as it is written. */
export const RelabelConfig = knownKeys({
  source_labels: z.array(z.string().min(1)).default([]),
  separator: z.string().default(';'),
  target_label: z.string().default(''),
  regex: z.coerce.string().default('(.*)'),
  modulus: z.number().int().min(0).default(0),
  replacement: z.coerce.string().default('$1'),
  action: z
    .string()
    .default('replace')
    .transform((action) => action.toLowerCase())
    .pipe(z.enum(actions)),
}).transform((config, context): RelabelRule => {
  const fail = (path: string, message: string) =>
    context.addIssue({ code: 'custom', path: [path], message, input: config });
  const { action, target_label: targetLabel, modulus } = config;
  if (needTarget.includes(action) && targetLabel === '')
    fail('target_label', `expected a label because the action is ${action}, got none`);
  if (action === 'hashmod' && modulus === 0)
    fail('modulus', 'expected a number above 0 because the action is hashmod, got none');
  return {
    action,
    sourceLabels: config.source_labels,
    separator: config.separator,
    regex: compiled(config.regex, (message) => fail('regex', message)),
    targetLabel,
    replacement: config.replacement,
    modulus,
  };
});

function compiled(source: string, fail: (message: string) => void): Regex {
  try {
    return compileRegex(source);
  } catch (error) {
    fail((error as Error).message);
    return compileRegex('');
  }
}
