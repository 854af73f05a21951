/** The server's plain `->` as an arrow. */
export function withArrows(text: string): string {
  return text.replaceAll(' -> ', ' → ');
}

/** A text whose first word is said before it already: after "Recovered", "Recovered: all is well" becomes "all is well". */
export function withoutWord(text: string, word: string): string {
  const rest = text.slice(word.length);
  return text.startsWith(word) && /^:? /.test(rest) ? rest.replace(/^:? /, '') : text;
}
