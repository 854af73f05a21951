/** Letters behind a backslash that mean the same to RE2 and to JavaScript. */
const sharedEscapes = 'dDwWsSbBtnrfv';
const posixClasses: Readonly<Record<string, string>> = {
  alnum: '0-9A-Za-z',
  alpha: 'A-Za-z',
  ascii: '\\x00-\\x7F',
  blank: '\\t ',
  digit: '0-9',
  lower: 'a-z',
  punct: '!-\\/:-@\\[-`{-~',
  space: '\\t\\n\\v\\f\\r ',
  upper: 'A-Z',
  word: '0-9A-Za-z_',
  xdigit: '0-9A-Fa-f',
};

/**
 * The JavaScript form of a regular expression of Go's RE2, matching whole strings as Prometheus does. Throws a sentence that
 * names the construct where JavaScript has none for it, or where RE2 itself refuses it.
 */
export function compileRe2(source: string): RegExp {
  const { body, flags } = leadingFlags(source);
  try {
    return new RegExp(`^(?:${translate(body)})$`, flags);
  } catch (cause) {
    throw new Error(`expected a regular expression, got "${source}": ${(cause as Error).message}`, { cause });
  }
}

/** `(?i)`, `(?s)` and `(?m)` at the very start become flags; the dot takes line ends, as in Prometheus. */
function leadingFlags(source: string): { body: string; flags: string } {
  const found = /^\(\?([ism]+)\)/.exec(source);
  if (found === null) return { body: source, flags: 's' };
  return { body: source.slice(found[0].length), flags: [...new Set(`s${found[1]}`)].join('') };
}

function translate(source: string): string {
  let result = '';
  let isInClass = false;
  for (let at = 0; at < source.length; ) {
    const [piece, length] = pieceAt(source, at, isInClass);
    if (!isInClass && piece === '[') isInClass = true;
    else if (isInClass && piece === ']') isInClass = false;
    result += piece;
    at += length;
  }
  return result;
}

/** The JavaScript form of what stands at `at`, and how many characters it took. */
function pieceAt(source: string, at: number, isInClass: boolean): readonly [string, number] {
  const rest = source.slice(at);
  if (rest[0] === '\\') return escapeAt(rest);
  if (isInClass) return classPieceAt(rest);
  // A bracket that closes at once is a member of its class to RE2, the end of an empty class to JavaScript.
  const closing = /^\[(\^?)\]/.exec(rest);
  if (closing !== null) throw unknown(closing[0], 'write \\] for a bracket in a class');
  if (rest.startsWith('(?')) return groupAt(rest);
  return [rest[0]!, 1];
}

function escapeAt(rest: string): readonly [string, number] {
  const next = rest[1];
  if (next === undefined) throw unknown('\\', 'nothing follows the backslash');
  if (next === 'A') return ['^', 2];
  if (next === 'z') return ['$', 2];
  if (next === 'x') {
    const code = /^\\x([0-9A-Fa-f]{2})/.exec(rest);
    if (code !== null) return [code[0], 4];
  }
  if (/[0-9A-Za-z]/.test(next) && !sharedEscapes.includes(next)) throw unknown(`\\${next}`);
  return [`\\${next}`, 2];
}

function classPieceAt(rest: string): readonly [string, number] {
  const posix = /^\[:(\^?)(\w+):\]/.exec(rest);
  if (posix === null) return [rest[0] === '[' ? '\\[' : rest[0]!, 1];
  const members = posixClasses[posix[2]!];
  if (members === undefined || posix[1] === '^') throw unknown(posix[0]);
  return [members, posix[0].length];
}

function groupAt(rest: string): readonly [string, number] {
  const named = /^\(\?P?<([A-Za-z_]\w*)>/.exec(rest);
  if (named !== null) return [`(?<${named[1]}>`, named[0].length];
  const plain = /^\(\?([ims]*(?:-[ims]+)?):/.exec(rest);
  if (plain !== null) return [plain[0], plain[0].length];
  throw unknown(rest.slice(0, 4));
}

const unknown = (construct: string, advice = 'write it another way'): Error =>
  new Error(`expected a regular expression that RE2 and JavaScript both know, got ${construct}: ${advice}`);
