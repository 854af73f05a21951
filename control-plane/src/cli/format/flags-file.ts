/** A flag of the server, as far as code that asks for it is concerned. */
export type ServerFlag = {
  readonly name: string;
  readonly type: string;
  readonly description: string | null | undefined;
  /** Names of every variant that it can give. */
  readonly variants: readonly string[];
};

const head = `// Written by \`breakwater flags generate\` from the flags of the server. Run it again instead of editing.
import { defineFlags } from '@breakwater/flag-sdk';

/** Every key that the server has. */
export const flags = defineFlags({
`;

const quoted = (text: string) =>
  `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;

const keyOf = (name: string): string => {
  if (name === '__proto__') return `[${quoted(name)}]`;
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : quoted(name);
};

const definitionOf = ({ name, type, variants }: ServerFlag): string => {
  if (type === 'kill-switch') return "{ kind: 'switch' }";
  if (type === 'operational' && name.startsWith('policy.')) return "{ kind: 'policy' }";
  if (variants.length === 0) return "{ kind: 'flag' }";
  const names = [...new Set(variants)].sort().map(quoted);
  return `{ kind: 'variant', variants: [${names.join(', ')}] }`;
};

const commentOf = (description: ServerFlag['description']): string => {
  const line = (description ?? '').replaceAll(/\s+/g, ' ').replaceAll('*/', '* /').trim();
  return line === '' ? '' : `  /** ${line} */\n`;
};

const byName = (one: ServerFlag, other: ServerFlag) => (one.name < other.name ? -1 : 1);

/** The TypeScript file that names the flags: the same flags give the same text, in whatever order they come. */
export function flagsFile(flags: readonly ServerFlag[]): string {
  const lines = [...flags]
    .sort(byName)
    .map((flag) => `${commentOf(flag.description)}  ${keyOf(flag.name)}: ${definitionOf(flag)},\n`);
  return `${head}${lines.join('')}});\n`;
}
