import { getConfig } from './config.ts';
import { problemResponse } from './problem-response.ts';

const requestHeaders = [
  'accept',
  'authorization',
  'content-type',
  'cookie',
  'last-event-id',
  'origin',
  'traceparent',
  'user-agent',
];
// `fetch` has already decoded the body, so these would describe bytes that are no longer sent.
const droppedHeaders = [
  'connection',
  'content-encoding',
  'content-length',
  'keep-alive',
  'transfer-encoding',
];

/** Every answer but the live stream ends within this time, or the control plane counts as away. */
const longestAnswerMs = 15_000;

/** Passes a browser's request on to the control plane and streams the answer back, event streams included. */
export async function forward(request: Request): Promise<Response> {
  const url = new URL(request.url);
  const isLive = url.pathname === '/api/v1/live';
  const hasBody = request.method !== 'GET' && request.method !== 'HEAD';
  try {
    const answer = await fetch(`${getConfig().controlPlaneUrl}${url.pathname}${url.search}`, {
      method: request.method,
      headers: pickHeaders(request, url),
      body: hasBody ? await request.arrayBuffer() : null,
      redirect: 'manual',
      cache: 'no-store',
      signal: isLive
        ? request.signal
        : AbortSignal.any([request.signal, AbortSignal.timeout(longestAnswerMs)]),
    });
    return new Response(answer.body, { status: answer.status, headers: answerHeaders(answer) });
  } catch (error) {
    if (request.signal.aborted) return new Response(null, { status: 499 });
    return controlPlaneAway(error);
  }
}

function pickHeaders(request: Request, url: URL): Headers {
  const headers = new Headers();
  for (const name of requestHeaders) {
    const value = request.headers.get(name);
    if (value !== null) headers.set(name, value);
  }
  // A script cannot set this header on an EventSource that it opens anew, so the address carries it.
  const lastEventId = url.searchParams.get('lastEventId');
  if (lastEventId) headers.set('last-event-id', lastEventId);
  const forwardedFor = request.headers.get('x-forwarded-for');
  if (forwardedFor) headers.set('x-forwarded-for', forwardedFor);
  return headers;
}

function answerHeaders(answer: Response): Headers {
  const headers = new Headers(answer.headers);
  for (const name of droppedHeaders) headers.delete(name);
  const isStream = headers.get('content-type')?.startsWith('text/event-stream') ?? false;
  // Without `no-transform` a compressing proxy holds events back until its buffer is full.
  headers.set('cache-control', isStream ? 'no-cache, no-transform' : 'no-store');
  if (isStream) headers.set('x-accel-buffering', 'no');
  return headers;
}

function controlPlaneAway(error: unknown): Response {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  process.stderr.write(
    `${JSON.stringify({ level: 'warn', time: new Date().toISOString(), msg: 'the control plane does not answer', url: getConfig().controlPlaneUrl, error: String(cause) })}\n`,
  );
  return problemResponse(502, {
    code: 'control_plane_away',
    title: 'The control plane does not answer',
    detail:
      'The control plane does not answer. Running services keep their last known switches; try again in a moment.',
  });
}
