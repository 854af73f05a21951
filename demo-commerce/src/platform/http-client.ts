import { Pool } from 'undici';
import type { Metrics } from './metrics.ts';
import { currentTrace, formatTraceparent } from './trace-context.ts';
import type { Tracer } from './tracer.ts';

export interface PeerRequest {
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  path: string;
  /** Whom the work is for; the callee evaluates its flags for this user. */
  userId?: string;
  json?: unknown;
  signal?: AbortSignal;
}

export interface PeerReply {
  status: number;
  body: Buffer;
}

/** A peer answered 5xx, broke the connection or was too slow; `code` tells which. */
export class PeerError extends Error {
  readonly code: 'peer_failed' | 'peer_timeout' | 'peer_unreachable';
  readonly status: number | undefined;

  constructor(code: PeerError['code'], message: string, status?: number, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.status = status;
  }
}

/** One dependency over HTTP, with its own connections. */
export interface Peer {
  readonly name: string;
  /** The answer, also a 4xx. Throws PeerError on 5xx, on a broken connection and when its time is up; the signal's reason when it is given up. */
  call(request: PeerRequest): Promise<PeerReply>;
  close(): Promise<void>;
}

export interface PeerOptions {
  name: string;
  url: string;
  metrics: Metrics;
  tracer: Tracer;
  /** Most connections to this dependency. */
  connections?: number;
}

/** Opens the pool of one dependency. */
export function openPeer({ name, url, metrics, tracer, connections = 32 }: PeerOptions): Peer {
  const pool = new Pool(url, {
    connections,
    connect: { timeout: 1000 },
    headersTimeout: 10_000,
    bodyTimeout: 10_000,
  });

  return {
    name,
    async call(request) {
      const method = request.method ?? 'GET';
      const span = tracer.start(`${method} ${name}`, 'client', currentTrace());
      const started = performance.now();
      const settle = (status: string, failed: boolean) => {
        metrics.clientDuration.observe({ peer: name, status }, (performance.now() - started) / 1000);
        span.end({ status, failed });
      };
      let reply: PeerReply;
      try {
        reply = await send(pool, method, request, formatTraceparent(span.context));
      } catch (error) {
        if (isGivenUp(request.signal)) {
          settle('cancelled', false);
          throw request.signal?.reason;
        }
        const late = request.signal?.aborted === true || isTimeout(error);
        settle(late ? 'timeout' : 'error', true);
        throw late
          ? new PeerError('peer_timeout', `${name} did not answer ${request.path} in time.`, undefined, {
              cause: error,
            })
          : new PeerError(
              'peer_unreachable',
              `${name} broke the connection: ${(error as Error).message}`,
              undefined,
              {
                cause: error,
              },
            );
      }
      settle(String(reply.status), reply.status >= 500);
      if (reply.status >= 500)
        throw new PeerError(
          'peer_failed',
          `${name} answered ${request.path} with ${reply.status}.`,
          reply.status,
        );
      return reply;
    },
    close: () => pool.destroy(),
  };
}

async function send(
  pool: Pool,
  method: string,
  request: PeerRequest,
  traceparent: string,
): Promise<PeerReply> {
  const headers: Record<string, string> = { traceparent };
  if (request.userId) headers['x-user-id'] = request.userId;
  if (request.json !== undefined) headers['content-type'] = 'application/json';
  const response = await pool.request({
    method: method as 'GET',
    path: request.path,
    headers,
    body: request.json === undefined ? null : JSON.stringify(request.json),
    signal: request.signal ?? null,
  });
  return { status: response.statusCode, body: Buffer.from(await response.body.arrayBuffer()) };
}

/** Whether nobody waits any more, as when another attempt answered first; a peer that was too slow is another matter. */
function isGivenUp(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true && (signal.reason as { name?: unknown } | null)?.name !== 'TimeoutError';
}

function isTimeout(error: unknown): boolean {
  const code = (error as { code?: unknown }).code;
  return (
    code === 'UND_ERR_HEADERS_TIMEOUT' ||
    code === 'UND_ERR_BODY_TIMEOUT' ||
    code === 'UND_ERR_CONNECT_TIMEOUT'
  );
}
