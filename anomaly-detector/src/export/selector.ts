import { compileRegex } from '../parse/regex.ts';
import { type Labels, labelOf } from '../pull/relabel/relabel.ts';

/** One condition on a label; a label that is not there is empty. */
export type Matcher = {
  label: string;
  operator: '=' | '!=' | '=~' | '!~';
  value: string;
  test: (value: string) => boolean;
};

const start = /^\s*([a-zA-Z_:][\w:]*)?\s*(\{)?/;
const condition = /^\s*([a-zA-Z_]\w*)\s*(=~|!~|!=|=)\s*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`)\s*(,)?/;

/**
 * Reads a selector of Prometheus such as `up{job=~"a|b",env!="test"}`. Throws a sentence that says what was expected and where.
 */
export function parseSelector(text: string): Matcher[] {
  const [head, name, brace] = start.exec(text)!;
  const matchers = name === undefined ? [] : [matcherOf('__name__', '=', name)];
  let rest = text.slice(head.length);
  if (brace !== undefined) {
    for (let more = true; !/^\s*\}/.test(rest); ) {
      const found: RegExpExecArray | null = more ? condition.exec(rest) : null;
      if (found === null) throw unreadable(text, rest);
      matchers.push(matcherOf(found[1]!, found[2] as Matcher['operator'], unquoted(found[3]!)));
      more = found[4] !== undefined;
      rest = rest.slice(found[0].length);
    }
    rest = rest.replace(/^\s*\}/, '');
  }
  if (rest.trim() !== '' || matchers.length === 0) throw unreadable(text, rest);
  return matchers;
}

/** Whether labels (with `__name__`) meet every condition. */
export const isSelected = (labels: Labels, matchers: readonly Matcher[]): boolean =>
  matchers.every(({ label, test }) => test(labelOf(labels, label)));

function matcherOf(label: string, operator: Matcher['operator'], value: string): Matcher {
  const regex = operator === '=~' || operator === '!~' ? compileRegex(value) : null;
  const isWanted = operator === '=' || operator === '=~';
  const test = (own: string) => (regex === null ? own === value : regex.test(own)) === isWanted;
  return { label, operator, value, test };
}

function unquoted(text: string): string {
  const inner = text.slice(1, -1);
  if (text[0] === '`') return inner;
  return inner.replace(/\\(.)/g, (_, next: string) => (next === 'n' ? '\n' : next === 't' ? '\t' : next));
}

const unreadable = (text: string, rest: string): Error =>
  new Error(
    `expected a selector such as breakwater_upper{service="order"}, got "${text}"${rest.trim() === '' ? '' : `, unreadable from "${rest.slice(0, 40)}"`}`,
  );
