import type { z } from 'zod';
import { Problem } from '../../contract/index.ts';
import { CliError } from '../cli-error.ts';

const requestTimeoutMs = 10_000;

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** Calls the control plane's API; every reply is parsed with its contract. */
export type ApiClient = {
  readonly url: string;
  /** Throws a CliError with the problem's detail, or `unreachable`, or `unexpected_reply`. */
  call<T>(method: Method, path: string, reply: z.ZodType<T>, body?: unknown): Promise<T>;
  /** As `call`, with the status of the reply. */
  ask<T>(
    method: Method,
    path: string,
    reply: z.ZodType<T>,
    body?: unknown,
  ): Promise<{ status: number; data: T }>;
};

/** A client of the control plane at `url`, signed in by `token` where there is one. */
export function createApiClient(url: string, token: string | undefined): ApiClient {
  const ask: ApiClient['ask'] = async (method, path, reply, body) => {
    const { ok, status, content } = await send(url, method, path, token, body);
    if (!ok) throw problemOf(status, content, { url, method, path });
    const parsed = reply.safeParse(parseJson(content));
    if (parsed.success) return { status, data: parsed.data };
    throw unexpectedReply(`${url} answered ${method} ${path}`, parsed.error);
  };
  return { url, ask, call: async (...request) => (await ask(...request)).data };
}

function unexpectedReply(what: string, { issues }: z.ZodError): CliError {
  const where = issues[0]?.path.join('.') || 'the top';
  return new CliError(
    'unexpected_reply',
    `${what} in a form that this version does not know (at ${where}: ${issues[0]?.message}). ` +
      'Is it a Breakwater control plane of the same version?',
  );
}

async function send(url: string, method: Method, path: string, token: string | undefined, body: unknown) {
  const headers: Record<string, string> = { accept: 'application/json' };
  if (token) headers.authorization = `Bearer ${token}`;
  if (body !== undefined) headers['content-type'] = 'application/json';
  try {
    const response = await fetch(`${url}${path}`, {
      method,
      headers,
      signal: AbortSignal.timeout(requestTimeoutMs),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { ok: response.ok, status: response.status, content: await response.text() };
  } catch (cause) {
    throw new CliError('unreachable', unreachableText(url, cause), { cause });
  }
}

function unreachableText(url: string, cause: unknown): string {
  return (
    `the control plane at ${url} does not answer (${reasonOf(cause)}). ` +
    'Start it (the demo: `npm run demo`), or name another one with --url or BREAKWATER_URL.'
  );
}

function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  if (cause.name === 'TimeoutError') return `no reply within ${requestTimeoutMs / 1000} s`;
  const inner = cause.cause;
  if (inner instanceof Error) return 'code' in inner ? String(inner.code) : inner.message;
  return cause.message;
}

function problemOf(status: number, content: string, call: { url: string; method: Method; path: string }) {
  const problem = Problem.safeParse(parseJson(content));
  const code = problem.success ? problem.data.code : `http_${status}`;
  const detail = problem.success
    ? problem.data.detail
    : `${call.url} answered ${call.method} ${call.path} with status ${status}; is it a Breakwater control plane?`;
  const advice =
    status === 401 ? ' Sign in with `breakwater login` (the demo: `breakwater login --demo`).' : '';
  return new CliError(code, `${detail}${advice}`);
}

function parseJson(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return undefined;
  }
}
