import type { FastifyError, FastifyInstance } from 'fastify';
import { IngestError, type IngestErrorCode } from '../ingest/ingest-error.ts';

/** An answer that is no success; `code` is stable, the sentence says what was expected, what came and what to do. */
export class HttpProblem extends Error {
  readonly status: number;
  readonly code: string;
  constructor(status: number, code: string, message: string) {
    super(message);
    this.name = 'HttpProblem';
    this.status = status;
    this.code = code;
  }
}

const titles: Record<number, string> = {
  400: 'Bad request',
  404: 'Not found',
  405: 'Method not allowed',
  413: 'Too large',
  415: 'Unsupported media type',
  500: 'Internal error',
};

const ingestStatus: Partial<Record<IngestErrorCode, number>> = { body_unsupported: 415, body_too_large: 413 };

/** Turns every error into `application/problem+json`: codes become replies here and nowhere else. */
export function answerProblems(app: FastifyInstance): void {
  app.setNotFoundHandler((request, reply) => {
    const allowed = methodsAt(app, request.url);
    if (allowed.length > 0) {
      void reply.header(
        'allow',
        allowed.flatMap((one) => (one === 'GET' ? ['GET', 'HEAD'] : one)).join(', '),
      );
      throw new HttpProblem(
        405,
        'method_not_allowed',
        `expected ${allowed.join(' or ')} at this path, got ${request.method}`,
      );
    }
    throw new HttpProblem(
      404,
      'not_found',
      `expected a path of the detector's API, got ${request.method} ${request.url}`,
    );
  });
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const { status, code, detail } = describe(error);
    if (status >= 500) request.log.error({ err: error }, 'request failed');
    void reply
      .code(status)
      .type('application/problem+json')
      .send({
        type: 'about:blank',
        title: titles[status] ?? 'Error',
        status,
        code,
        detail,
        instance: request.url,
      });
  });
}

/** The methods that a path answers to, beside HEAD. */
const methodsAt = (app: FastifyInstance, url: string): string[] =>
  ['GET', 'POST', 'PUT', 'DELETE'].filter((method) => app.findRoute({ method, url }) !== null);

/** What an error is as an answer. */
export function describe(error: Error): { status: number; code: string; detail: string } {
  if (error instanceof HttpProblem) return { status: error.status, code: error.code, detail: error.message };
  if (error instanceof IngestError) {
    return { status: ingestStatus[error.code] ?? 400, code: error.code, detail: error.message };
  }
  const { statusCode: status = 500, code = 'bad_request' } = error as FastifyError;
  if (status === 413) {
    const detail = `expected a smaller body, got one that was cut off: ${error.message}; send less at once`;
    return { status, code: 'body_too_large', detail };
  }
  if (status === 415)
    return { status, code: 'body_unsupported', detail: 'content-type: expected application/json' };
  if (/_JSON_BODY$/.test(code))
    return {
      status,
      code: 'json_malformed',
      detail: `expected JSON, got a body that is none: ${error.message}`,
    };
  if (status < 500) return { status, code: code.toLowerCase(), detail: error.message };
  return { status: 500, code: 'internal', detail: 'the detector failed to answer; its log says why' };
}
