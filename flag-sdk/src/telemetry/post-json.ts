/** What one request that sends JSON needs. */
export interface JsonPost {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
  /** Sees the headers of the answer, whatever its status. */
  readonly onAnswer?: (headers: Headers) => void;
}

/** Sends JSON and resolves once the server accepted it; rejects when it refused, or did not answer in time. */
export const postJson = async ({
  url,
  headers,
  body,
  timeoutMs,
  signal,
  onAnswer,
}: JsonPost): Promise<void> => {
  const limit = AbortSignal.timeout(timeoutMs);
  const response = await fetch(url, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: signal === undefined ? limit : AbortSignal.any([signal, limit]),
  });
  onAnswer?.(response.headers);
  await response.body?.cancel();
  if (!response.ok) throw new Error(`status should be 2xx, but was ${response.status}`);
};
