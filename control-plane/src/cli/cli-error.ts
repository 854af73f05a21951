/** What the command line exits with: done, failed, or called wrongly. */
export const exitCodes = { ok: 0, failed: 1, usage: 2 } as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** A failure that is told to the person as one sentence, without a stack trace. */
export class CliError extends Error {
  readonly code: string;
  readonly exitCode: ExitCode;

  constructor(code: string, message: string, options: { exitCode?: ExitCode; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.name = 'CliError';
    this.code = code;
    this.exitCode = options.exitCode ?? exitCodes.failed;
  }
}

/** The command was called wrongly: exit code 2. */
export function usageError(message: string): CliError {
  return new CliError('usage', message, { exitCode: exitCodes.usage });
}
