import { expect, vi } from 'vitest';
import { sdkToken } from './control-plane.ts';

/** The stream of flags as its bytes come. */
export interface Stream {
  text(): string;
  /** What was told of overrides, in order. */
  overrides(): { overrides: unknown[]; settled: unknown[] }[];
  close(): void;
}

/** Opens a stream of flags, and resolves once the whole state has come. */
export async function openStream(url: string, headers: Record<string, string> = {}): Promise<Stream> {
  const leaving = new AbortController();
  const response = await fetch(`${url}/unleash/api/client/streaming`, {
    headers: { authorization: sdkToken, ...headers },
    signal: leaving.signal,
  });
  let text = '';
  const sink = new WritableStream<string>({
    write: (part) => {
      text += part;
    },
  });
  response
    .body!.pipeThrough(new TextDecoderStream())
    .pipeTo(sink)
    .catch(() => undefined);
  await vi.waitFor(() => expect(text).toMatch(/unleash-connected[\s\S]*\n\n/), { timeout: 15_000 });
  return {
    text: () => text,
    overrides: () =>
      [...text.matchAll(/event: breakwater-override\ndata: (.*)\n\n/g)].map(([, data]) => JSON.parse(data!)),
    close: () => leaving.abort(),
  };
}
