import { createHash } from 'node:crypto';
import { expand } from './expand.ts';
import type { RelabelRule } from './rule.ts';

/** The labels of a target or of a series; a label with an empty value is the same as none. */
export type Labels = Readonly<Record<string, string>>;

/** The value of a label, empty where it is not there: every object has a `constructor`, and no label of that name. */
export const labelOf = (labels: Labels, name: string): string =>
  Object.hasOwn(labels, name) ? labels[name]! : '';

const labelName = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

/** Applies Prometheus' relabelling rules in their order; null where a rule drops the target or series. */
export function relabel(labels: Labels, rules: readonly RelabelRule[]): Labels | null {
  if (rules.length === 0) return labels;
  const changed = { ...labels };
  return rules.every((rule) => apply(rule, changed)) ? changed : null;
}

/** Applies one rule in place; false drops. */
function apply(rule: RelabelRule, labels: Record<string, string>): boolean {
  const { action, regex, targetLabel } = rule;
  const value = rule.sourceLabels.map((label) => labelOf(labels, label)).join(rule.separator);
  switch (action) {
    case 'keep':
      return regex.test(value);
    case 'drop':
      return !regex.test(value);
    case 'keepequal':
      return labelOf(labels, targetLabel) === value;
    case 'dropequal':
      return labelOf(labels, targetLabel) !== value;
    case 'replace':
      replace(rule, value, labels);
      return true;
    case 'lowercase':
      set(labels, targetLabel, value.toLowerCase());
      return true;
    case 'uppercase':
      set(labels, targetLabel, value.toUpperCase());
      return true;
    case 'hashmod':
      set(labels, targetLabel, String(hashOf(value) % BigInt(rule.modulus)));
      return true;
    default:
      mapNames(rule, labels);
      return true;
  }
}

function replace(
  { regex, targetLabel, replacement }: RelabelRule,
  value: string,
  labels: Record<string, string>,
) {
  const match = regex.exec(value);
  if (match === null) return;
  const target = expand(targetLabel, match);
  if (labelName.test(target)) set(labels, target, expand(replacement, match));
}

function mapNames({ action, regex, replacement }: RelabelRule, labels: Record<string, string>): void {
  for (const [name, value] of Object.entries(labels)) {
    if (action === 'labelmap') {
      const match = regex.exec(name);
      if (match !== null) set(labels, expand(replacement, match), value);
    } else if (regex.test(name) === (action === 'labeldrop')) delete labels[name];
  }
}

function set(labels: Record<string, string>, name: string, value: string): void {
  if (value === '') delete labels[name];
  else labels[name] = value;
}

/** The lower half of the MD5, as Prometheus takes it, so that shards agree with its own. */
const hashOf = (value: string): bigint => createHash('md5').update(value).digest().readBigUInt64BE(8);
