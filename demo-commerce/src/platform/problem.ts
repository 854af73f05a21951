/** An error that the caller of an HTTP route may see: RFC 9457 with a stable code. */
export class ProblemError extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, detail: string, options?: ErrorOptions) {
    super(detail, options);
    this.status = status;
    this.code = code;
  }
}

/** The problem+json body of any error; what is not a ProblemError or a client's mistake says nothing of the inside. */
export function toProblem(error: unknown) {
  if (error instanceof ProblemError) return problem(error.status, error.code, error.message);
  const status = (error as { statusCode?: unknown }).statusCode;
  if (typeof status === 'number' && status >= 400 && status < 500)
    return problem(status, 'request_invalid', (error as Error).message);
  return problem(
    500,
    'internal',
    'Expected to answer, but something failed inside; the log has the trace id.',
  );
}

/** One problem+json body. */
export function problem(status: number, code: string, detail: string) {
  return { type: 'about:blank', title: titles[status] ?? 'Error', status, code, detail };
}

const titles: Record<number, string> = {
  400: 'Bad Request',
  403: 'Forbidden',
  404: 'Not Found',
  409: 'Conflict',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Content',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
};
