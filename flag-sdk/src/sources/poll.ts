import { type OverrideNews, parseOverrideNews } from '../evaluation/overrides.ts';
import { type FlagEvent, parseHydration } from '../evaluation/wire.ts';
import { retryAfterMs } from './backoff.ts';

/** What one poll brought. */
export type PollEnd =
  | {
      readonly kind: 'state';
      readonly event: FlagEvent;
      readonly faults: readonly string[];
      readonly etag: string | undefined;
      readonly isStreamWelcome: boolean;
      /** What the server tells of kills that hold whatever the flags say. */
      readonly overrides: OverrideNews | undefined;
    }
  | {
      readonly kind: 'unchanged';
      readonly isStreamWelcome: boolean;
      readonly overrides: OverrideNews | undefined;
    }
  | {
      readonly kind: 'failed';
      readonly reason: string;
      readonly status: number;
      readonly retryAfterMs: number;
    };

/** Reads the revision from an ETag `"<hash>:<revision>:v1"`, weak or not. */
export const revisionOfEtag = (etag: string | null): number | undefined => {
  const digits = /^(?:W\/)?"[^":]*:(\d+)(?::[^"]*)?"$/.exec(etag ?? '')?.[1];
  return digits === undefined ? undefined : Number(digits);
};

const revisionOf = (body: { meta?: { revisionId?: unknown } }, etag: string | null): number | undefined => {
  const told = body.meta?.revisionId;
  return typeof told === 'number' && Number.isSafeInteger(told) ? told : revisionOfEtag(etag);
};

/** Throws where the header is there and cannot be read: such an answer cannot be trusted to be complete. */
const overridesOf = ({ headers }: Response): OverrideNews | undefined => {
  const told = headers.get('breakwater-override');
  return told === null ? undefined : parseOverrideNews(decodeURIComponent(told));
};

/** What one poll needs. */
export interface PollRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly etag: string | undefined;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** Sees the headers of the answer, whatever its status. */
  readonly onAnswer: (headers: Headers) => void;
  /** Stands in where the server names no revision. */
  readonly knownRevision: number;
}

/** Asks for the whole state once; never rejects. */
export const pollOnce = async (request: PollRequest): Promise<PollEnd> => {
  const failed = (reason: string, status = 0, wait = 0): PollEnd => ({
    kind: 'failed',
    reason,
    status,
    retryAfterMs: wait,
  });
  const headers: Record<string, string> = { ...request.headers, accept: 'application/json' };
  if (request.etag !== undefined) headers['if-none-match'] = request.etag;
  try {
    const signal = AbortSignal.any([request.signal, AbortSignal.timeout(request.timeoutMs)]);
    const response = await fetch(request.url, { headers, cache: 'no-store', signal });
    request.onAnswer(response.headers);
    const isStreamWelcome = response.headers.get('fetch-mode') === 'streaming';
    const overrides = overridesOf(response);
    if (response.status === 304) return { kind: 'unchanged', isStreamWelcome, overrides };
    if (response.status !== 200) {
      await response.body?.cancel();
      const wait = retryAfterMs(response.headers, Date.now());
      return failed(`status should be 200 or 304, but was ${response.status}`, response.status, wait);
    }
    const body = (await response.json()) as Record<string, unknown>;
    const etag = response.headers.get('etag');
    const revision = revisionOf(body, etag) ?? request.knownRevision;
    const { event, faults } = parseHydration(revision, body.features, body.segments);
    if (event === undefined) return failed(faults.join('; '), 200);
    return { kind: 'state', event, faults, etag: etag ?? undefined, isStreamWelcome, overrides };
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? `: ${error.cause.message}` : '';
    return failed(`${error instanceof Error ? error.message : String(error)}${cause}`);
  }
};
