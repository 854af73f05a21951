import { createParser } from 'eventsource-parser';
import { retryAfterMs } from './backoff.ts';
import type { StreamMessage } from './stream-session.ts';

/** How a stream ended. */
export type StreamEnd =
  | {
      readonly kind: 'refused';
      readonly status: number;
      readonly retryAfterMs: number;
      readonly reason: string;
    }
  | { readonly kind: 'broken'; readonly reason: string }
  /** The listener had enough, or the client was closed. */
  | { readonly kind: 'left' };

/** What one connection to the stream needs. */
export interface StreamRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly lastEventId: string | undefined;
  readonly connectTimeoutMs: number;
  readonly idleMs: number;
  readonly signal: AbortSignal;
  /** Takes a message, and says whether to go on listening. */
  readonly onMessage: (message: StreamMessage) => boolean;
  readonly onId: (id: string) => void;
  /** Sees the headers of the answer, whatever its status. */
  readonly onAnswer?: ((headers: Headers) => void) | undefined;
}

/** A state of 64 million characters is no state: such a stream is taken for broken. */
const MAX_BUFFERED_CHARACTERS = 64 * 1024 * 1024;

/** Aborts when nothing called `alive` for a while. */
const createWatchdog = (signal: AbortSignal) => {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  return {
    signal: AbortSignal.any([signal, controller.signal]),
    alive: (limitMs: number, reason: string) => {
      clearTimeout(timer);
      timer = setTimeout(() => controller.abort(new Error(reason)), limitMs);
    },
    stop: () => clearTimeout(timer),
    leave: () => controller.abort(new Error('left')),
  };
};

const refusal = (response: Response): StreamEnd | undefined => {
  const type = response.headers.get('content-type') ?? '';
  const refused = (reason: string): StreamEnd => ({
    kind: 'refused',
    status: response.status,
    retryAfterMs: retryAfterMs(response.headers, Date.now()),
    reason,
  });
  if (response.status !== 200) return refused(`status should be 200, but was ${response.status}`);
  if (!type.startsWith('text/event-stream')) {
    return refused(`content-type should be text/event-stream, but was ${type || 'missing'}`);
  }
  return undefined;
};

const reasonOf = (error: unknown): string => {
  const cause = error instanceof Error && error.cause !== undefined ? `: ${reasonOf(error.cause)}` : '';
  const code = (error as { code?: unknown } | null)?.code;
  const message = error instanceof Error ? error.message || error.name : String(error);
  return `${message}${typeof code === 'string' && !message.includes(code) ? ` (${code})` : ''}${cause}`;
};

/** Opens one stream and listens until it ends, however it ends; never rejects. */
export const runStream = async (request: StreamRequest): Promise<StreamEnd> => {
  const watchdog = createWatchdog(request.signal);
  let hasLeft = false;
  const parser = createParser({
    maxBufferSize: MAX_BUFFERED_CHARACTERS,
    onId: request.onId,
    onEvent: (message) => {
      if (hasLeft) return;
      hasLeft = !request.onMessage(message);
    },
  });
  try {
    watchdog.alive(request.connectTimeoutMs, `no answer within ${request.connectTimeoutMs} ms`);
    const headers: Record<string, string> = { ...request.headers, accept: 'text/event-stream' };
    if (request.lastEventId !== undefined) headers['last-event-id'] = request.lastEventId;
    const response = await fetch(request.url, { headers, cache: 'no-store', signal: watchdog.signal });
    request.onAnswer?.(response.headers);
    const refused = refusal(response);
    if (refused !== undefined || response.body === null) {
      await response.body?.cancel();
      return refused ?? { kind: 'broken', reason: 'the answer had no body' };
    }
    const decoder = new TextDecoder();
    const listen = () => watchdog.alive(request.idleMs, `nothing heard for ${request.idleMs} ms`);
    listen();
    for await (const chunk of response.body) {
      listen();
      parser.feed(decoder.decode(chunk, { stream: true }));
      if (hasLeft) return { kind: 'left' };
    }
    return { kind: 'broken', reason: 'the server ended the stream' };
  } catch (error) {
    return request.signal.aborted ? { kind: 'left' } : { kind: 'broken', reason: reasonOf(error) };
  } finally {
    watchdog.stop();
    watchdog.leave();
  }
};
