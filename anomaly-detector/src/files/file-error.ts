/** A file that is missing or broken; the sentence names the file, the line where there is one, and what was expected. */
export class FileError extends Error {
  readonly code = 'file_broken';
  constructor(file: string, line: number | null, problem: string, options?: ErrorOptions) {
    super(`${file}${line === null ? '' : `:${line}`}: ${problem}`, options);
    this.name = 'FileError';
  }
}

/** The error of a file that cannot be opened. */
export function unreadable(file: string, cause: unknown): FileError {
  const { code, message } = cause as NodeJS.ErrnoException;
  const problem =
    code === 'ENOENT'
      ? 'expected a file, found none'
      : code === 'EISDIR'
        ? 'expected a file, found a folder'
        : `expected a readable file, got ${message}`;
  return new FileError(file, null, problem, { cause });
}
