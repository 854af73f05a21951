import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import type { Problem } from '../../contract/problem.ts';
import { OpsError, type OpsErrorCode } from '../../domain/ops-error.ts';
import { saysAway } from '../postgres/says-away.ts';

/** The reply to each refusal, in one place. */
const replies: Record<OpsErrorCode, readonly [status: number, title: string]> = {
  'request.invalid': [400, 'The request is not valid'],
  'request.too_large': [413, 'The request is too large'],
  'request.not_found': [404, 'There is nothing here'],
  'request.origin_refused': [403, 'The request comes from another site'],
  'session.required': [401, 'Sign in first'],
  'session.wrong_credentials': [401, 'Wrong e-mail address or password'],
  'session.too_many_attempts': [429, 'Too many failed sign-ins'],
  'access.role_too_low': [403, 'The role does not allow it'],
  'access.token_refused': [401, 'The token is not accepted'],
  'switch.unknown': [404, 'Unknown switch'],
  'switch.confirm_key_mismatch': [422, 'The typed key does not match'],
  'switch.wrong_state': [409, 'Not possible now'],
  'switch.incident_open': [409, 'An incident is open'],
  'level.unknown': [404, 'Unknown level'],
  'level.confirm_mismatch': [422, 'The typed level does not match'],
  'policy.invalid': [422, 'The policy is not sound'],
  'policy.step_too_big': [409, 'The step is too big'],
  'policy.unknown': [404, 'Nothing is set'],
  'flag.unknown': [404, 'Unknown flag'],
  'change.unknown': [404, 'Unknown change'],
  'incident.unknown': [404, 'Unknown incident'],
  'incident.already_acknowledged': [409, 'Already acknowledged'],
  'incident.already_resolved': [409, 'Already resolved'],
  'alert.unknown': [404, 'Unknown alert'],
  'acceptance.unknown': [404, 'Nothing is accepted'],
  'rollout.unknown': [404, 'Unknown rollout'],
  'rollout.exists': [409, 'The flag has a rollout already'],
  'rollout.confirm_key_mismatch': [422, 'The typed key does not match'],
  'rollout.wrong_status': [409, 'Not possible now'],
  'rollout.incident_open': [409, 'An incident is open'],
  'detector.away': [502, 'The detector does not answer'],
  'lab.away': [502, 'The Lab does not answer'],
  'lab.refused': [422, 'The Lab refused'],
  'database.away': [503, 'The database does not answer'],
};

/** The largest body that is read, in bytes. */
export const bodyLimit = 1_000_000;

/** By which Postgres refuses a NUL in a text. */
const notText = ['22021', '22P05'];

/** A refusal as RFC 9457 problem details. */
export function problemOf(code: OpsErrorCode, detail: string, instance?: string): Problem {
  const [status, title] = replies[code];
  return {
    type: `urn:breakwater:problem:${code}`,
    title,
    status,
    code,
    detail,
    ...(instance ? { instance } : {}),
  };
}

/** The one place where errors become replies; what nobody foresaw is logged and said to be our fault. */
export function replyTo(error: unknown, request: FastifyRequest): Problem {
  const problem = toProblem(error, request.url.split('?')[0] ?? '');
  if (problem.status >= 500)
    request.log.error({ err: describe(error), code: problem.code }, 'request failed');
  return problem;
}

/** Answers with problem details. */
export function replyWithProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const problem = replyTo(error, request);
  return reply.code(problem.status).type('application/problem+json').send(JSON.stringify(problem));
}

function toProblem(error: unknown, path: string): Problem {
  if (error instanceof OpsError) return problemOf(error.code, error.message, path);
  if (hasZodFastifySchemaValidationErrors(error))
    return problemOf('request.invalid', validationText(error), path);
  if (saysAway(error)) {
    return problemOf(
      'database.away',
      'Postgres does not answer: nothing was changed. Try again in a few seconds.',
      path,
    );
  }
  const { statusCode = 500, message, code } = error as Partial<FastifyError>;
  if (code !== undefined && notText.includes(code))
    return problemOf(
      'request.invalid',
      'A text holds a character that cannot be stored: leave out NUL.',
      path,
    );
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') {
    const detail = `A body has at most ${bodyLimit} bytes; nothing was changed. Send less.`;
    return problemOf('request.too_large', detail, path);
  }
  if (statusCode < 500) {
    return {
      ...problemOf('request.invalid', message ?? 'The request could not be read.', path),
      status: statusCode,
    };
  }
  return {
    type: 'urn:breakwater:problem:internal',
    title: 'Something went wrong here',
    status: 500,
    code: 'internal',
    detail:
      'The control plane failed to answer; its log tells why. Try again, and read the state back first.',
    instance: path,
  };
}

interface ValidationIssue {
  instancePath: string;
  message?: string | undefined;
}

function validationText(error: {
  validation: readonly ValidationIssue[];
  validationContext?: unknown;
}): string {
  const where = String(error.validationContext ?? 'body');
  return error.validation
    .map(
      (issue) =>
        `${[where, ...issue.instancePath.split('/').filter(Boolean)].join('.')}: ${issue.message ?? 'not valid'}`,
    )
    .join('; ');
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
