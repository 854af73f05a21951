import { IngestError } from './ingest-error.ts';
import type { Sample } from './sample.ts';

const nameCharacter = /[a-zA-Z0-9_:]/;
/** Words for numbers, in any case: Go's parser takes them so, and prom-client writes `Nan`. */
const numbers: Record<string, number> = {
  nan: Number.NaN,
  inf: Number.POSITIVE_INFINITY,
  '+inf': Number.POSITIVE_INFINITY,
  '-inf': Number.NEGATIVE_INFINITY,
};

/** Parses the Prometheus text format 0.0.4; comments, time stamps and exemplars are passed over. Throws {@link IngestError} naming the line. */
export function parsePrometheusText(text: string): Sample[] {
  const samples: Sample[] = [];
  let line = 0;
  for (let start = 0; start < text.length; ) {
    line += 1;
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline;
    const content = text.slice(start, end).trim();
    start = end + 1;
    if (content !== '' && content[0] !== '#') samples.push(parseLine(content, line));
  }
  return samples;
}

function parseLine(content: string, line: number): Sample {
  let at = 0;
  while (at < content.length && nameCharacter.test(content[at]!)) at += 1;
  const name = content.slice(0, at);
  if (name === '') throw malformed(line, 'a metric name', content);
  const labels: Record<string, string> = {};
  if (content[at] === '{') at = parseLabels(content, at + 1, labels, line);
  const id = content.slice(0, at);
  const word = content.slice(at).trimStart().split(/\s+/, 1)[0] ?? '';
  return { id, name, labels, value: parseNumber(word, line, content) };
}

/** Reads `name="value",…}` from `at` and returns the position behind the brace. */
function parseLabels(content: string, from: number, into: Record<string, string>, line: number): number {
  let at = from;
  for (;;) {
    while (content[at] === ' ' || content[at] === ',') at += 1;
    if (content[at] === '}') return at + 1;
    const equals = content.indexOf('=', at);
    if (equals < 0) throw malformed(line, 'a label and "="', content);
    const label = content.slice(at, equals).trim();
    if (content[equals + 1] !== '"') throw malformed(line, `a quoted value of label ${label}`, content);
    const close = closingQuote(content, equals + 2);
    if (close < 0) throw malformed(line, `the closing quote of label ${label}`, content);
    into[label] = unescaped(content.slice(equals + 2, close));
    at = close + 1;
  }
}

function closingQuote(content: string, from: number): number {
  for (let at = from; at < content.length; at += 1) {
    if (content[at] === '\\') at += 1;
    else if (content[at] === '"') return at;
  }
  return -1;
}

const unescaped = (value: string): string =>
  value.includes('\\') ? value.replace(/\\(.)/g, (_, next: string) => (next === 'n' ? '\n' : next)) : value;

function parseNumber(word: string, line: number, content: string): number {
  const value = word === '' ? Number.NaN : Number(word);
  if (!Number.isNaN(value)) return value;
  const special = numbers[word.toLowerCase()];
  if (special === undefined) throw malformed(line, 'a number', content);
  return special;
}

const malformed = (line: number, expected: string, content: string): IngestError =>
  new IngestError('text_malformed', `line ${line}: expected ${expected}, got "${content.slice(0, 80)}"`);
