import { RE2JS } from 're2js';

/** A regular expression for whole texts, in the grammar of RE2 that Prometheus has; the time it takes grows with the text alone. */
export type Regex = {
  test(text: string): boolean;
  /** The groups of the match by number and by name, null where there is none. */
  exec(text: string): RegexMatch | null;
};

/** What matched, and the groups; one that took no part is undefined. */
export type RegexMatch = readonly (string | undefined)[] & {
  readonly groups?: Readonly<Record<string, string | undefined>>;
};

/** Compiles a regular expression; the dot takes line ends. Throws a sentence that says what is wrong with it. */
export function compileRegex(source: string): Regex {
  try {
    // First by itself: "a)(b" would be whole within our own brackets.
    RE2JS.compile(source, RE2JS.DOTALL);
    const compiled = RE2JS.compile(`^(?:${source})$`, RE2JS.DOTALL);
    return {
      test: (text) => compiled.testExact(text),
      exec: (text) => compiled.exec(text) as RegexMatch | null,
    };
  } catch (cause) {
    const why = (cause as Error).message.replace(/^error parsing regexp: /, '').replace('(?s)', '');
    throw new Error(`expected a regular expression of RE2, got "${source}": ${why}`, { cause });
  }
}
