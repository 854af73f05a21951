import { IngestError } from './ingest-error.ts';

/** The two forms in which processes expose metrics: they differ in the unit of time stamps and in exemplars. */
export type ExpositionFormat = 'text' | 'openmetrics';

/** Hears of a line: the name and labels as they stand there, the value, and its time (epoch ms), NaN where it has none. */
export type TakeLine = (id: string, value: number, at: number, line: number) => void;

/** Hears what a family of metrics is, such as `counter`, before its lines. */
export type TakeType = (family: string, type: string) => void;

const spaces = /\s+/;
const typeLine = /^#\s+TYPE\s+(\S+)\s+(\w+)/;
/** Words for numbers, in any case: Go's parser takes them so, and prom-client writes `Nan`. */
const numbers: Record<string, number> = {
  nan: Number.NaN,
  inf: Number.POSITIVE_INFINITY,
  '+inf': Number.POSITIVE_INFINITY,
  '-inf': Number.NEGATIVE_INFINITY,
};

/** Reads an exposed page line by line; exemplars and all comments but types are passed over. Throws {@link IngestError} naming the line. */
export function readExposition(
  text: string,
  format: ExpositionFormat,
  take: TakeLine,
  takeType: TakeType = () => undefined,
): void {
  let line = 0;
  for (let start = 0; start < text.length; ) {
    line += 1;
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline;
    const content = text.slice(start, end).trim();
    start = end + 1;
    if (content === '') continue;
    if (content[0] !== '#') readLine(content, format, line, take);
    else {
      const type = typeLine.exec(content);
      if (type !== null) takeType(type[1]!, type[2]!);
    }
  }
}

function readLine(content: string, format: ExpositionFormat, line: number, take: TakeLine): void {
  const end = endOfId(content, line);
  const words = content.slice(end).trimStart().split(spaces, 2);
  const value = parseNumber(words[0] ?? '', line, content);
  const stamp = words[1];
  const at = stamp === undefined || stamp === '#' ? Number.NaN : parseNumber(stamp, line, content);
  take(content.slice(0, end), value, format === 'openmetrics' ? at * 1000 : at, line);
}

/** The position behind the name, and behind the labels where there are any. */
function endOfId(content: string, line: number): number {
  let at = 0;
  while (isNameCharacter(content.charCodeAt(at))) at += 1;
  if (at === 0) throw malformed(line, 'a metric name', content);
  if (content[at] !== '{') return at;
  for (at += 1; at < content.length; at += 1) {
    if (content[at] === '}') return at + 1;
    if (content[at] !== '"') continue;
    const close = closingQuote(content, at + 1);
    if (close < 0) throw malformed(line, `the closing quote of label ${labelBefore(content, at)}`, content);
    at = close;
  }
  throw malformed(line, 'a closing brace behind the labels', content);
}

const labelBefore = (content: string, quote: number): string =>
  /([^{,\s]*)\s*=\s*$/.exec(content.slice(0, quote))?.[1] ?? '';

function isNameCharacter(code: number): boolean {
  if (code >= 97) return code <= 122;
  if (code >= 65) return code <= 90 || code === 95;
  return code >= 48 && code <= 58;
}

/** The name and labels of an id that {@link readExposition} gave. Throws {@link IngestError} naming the line. */
export function parseId(id: string, line: number): { name: string; labels: Record<string, string> } {
  const brace = id.indexOf('{');
  if (brace < 0) return { name: id, labels: {} };
  const labels: Record<string, string> = {};
  for (let at = brace + 1; ; ) {
    while (id[at] === ' ' || id[at] === ',') at += 1;
    if (id[at] === '}') return { name: id.slice(0, brace), labels };
    const equals = id.indexOf('=', at);
    if (equals < 0) throw malformed(line, 'a label and "="', id);
    const label = id.slice(at, equals).trim();
    const quote = id.indexOf('"', equals);
    if (id.slice(equals + 1, quote).trim() !== '' || quote < 0)
      throw malformed(line, `a quoted value of label ${label}`, id);
    const close = closingQuote(id, quote + 1);
    if (close < 0) throw malformed(line, `the closing quote of label ${label}`, id);
    labels[label] = unescaped(id.slice(quote + 1, close));
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
