/** What kept the set-up from going on: a sentence for people, with what to do. Shown without a stack trace. */
export class SetupError extends Error {
  readonly code: string;

  constructor(code: string, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'SetupError';
    this.code = code;
  }
}
