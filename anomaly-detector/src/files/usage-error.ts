/** A command line that cannot be followed; the sentence says what was expected and what came. */
export class UsageError extends Error {
  readonly code = 'usage';
}
