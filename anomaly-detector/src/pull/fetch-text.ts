/** Another side that does not answer, or not as it should; the sentence names the address and what came. */
export class FetchError extends Error {
  readonly code = 'fetch_failed';
}

/** How something is asked for: what is sent along, and how long and how large the answer may be. */
export type Asking = {
  method?: 'GET' | 'POST';
  headers?: Record<string, string>;
  authorization?: string | undefined;
  body?: string | Uint8Array;
  timeoutMs: number;
  mostBytes: number;
};

/** An answer, whole. */
export type Answer = { bytes: Buffer; contentType: string };

/**
 * Asks for an address and reads the answer, unpacked, up to its limit. Throws a sentence that names the address and what came
 * where the answer is no success, too large or too late.
 */
export async function fetchBytes(url: string, asking: Asking): Promise<Answer> {
  const { method = 'GET', headers = {}, authorization, body, timeoutMs, mostBytes } = asking;
  try {
    const response = await fetch(url, {
      method,
      headers: { ...headers, ...(authorization !== undefined && { authorization }) },
      ...(body !== undefined && { body: body as BodyInit }),
      signal: AbortSignal.timeout(timeoutMs),
    });
    const bytes = await readUpTo(response, mostBytes);
    if (!response.ok) throw new Error(`expected 200, got ${response.status} ${snippet(bytes)}`.trimEnd());
    return { bytes, contentType: response.headers.get('content-type') ?? '' };
  } catch (error) {
    const reason = reasonOf(error as Error).replaceAll(url, nameOf(url));
    throw new FetchError(`${nameOf(url)}: ${reason}`, { cause: error });
  }
}

/** Like {@link fetchBytes}, as text. */
export async function fetchText(url: string, asking: Asking): Promise<{ text: string; contentType: string }> {
  const { bytes, contentType } = await fetchBytes(url, asking);
  return { text: bytes.toString('utf8'), contentType };
}

async function readUpTo(response: Response, mostBytes: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    // Leaving the loop cancels the rest.
    if (size > mostBytes) throw new Error(`expected at most ${mostBytes} bytes, got more`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}

const snippet = (bytes: Buffer): string =>
  bytes.subarray(0, 200).toString('utf8').replace(/\s+/g, ' ').trim();

/** The address without what may be a secret in it. */
export function nameOf(url: string): string {
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname}`;
}

function reasonOf({ message, cause }: Error): string {
  return cause instanceof Error && cause.message !== '' ? `${message}: ${cause.message}` : message;
}
