import { OpsError, type OpsErrorCode } from '../../domain/ops-error.ts';

/** How another process of this system is asked. */
export interface Question {
  url: string;
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  body?: unknown;
  timeoutMs: number;
  /** Who is asked, for the sentence that says that they do not answer. */
  name: string;
  away: OpsErrorCode;
  /** What a refusal of theirs (4xx) becomes. */
  refused: OpsErrorCode;
}

/** Asks and resolves to their JSON, undefined for an empty answer; throws {@link OpsError} `away` or `refused`. */
export async function fetchJson(question: Question): Promise<unknown> {
  const { url, method = 'GET', body, timeoutMs, name, away, refused } = question;
  let answer: Response;
  try {
    answer = await fetch(url, {
      method,
      signal: AbortSignal.timeout(timeoutMs),
      ...(body === undefined
        ? {}
        : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    const text = await answer.text();
    if (answer.ok) return text === '' ? undefined : JSON.parse(text);
    if (answer.status >= 400 && answer.status < 500)
      throw new OpsError(refused, detailOf(text, name, answer.status));
    throw new Error(`it answered ${answer.status}`);
  } catch (cause) {
    if (cause instanceof OpsError) throw cause;
    const why =
      cause instanceof Error ? ((cause.cause as Error | undefined)?.message ?? cause.message) : String(cause);
    throw new OpsError(
      away,
      `The ${name} at ${new URL(url).host} does not answer (${why}). Try again in a few seconds.`,
      cause,
    );
  }
}

function detailOf(text: string, name: string, status: number): string {
  try {
    const { detail } = JSON.parse(text) as { detail?: unknown };
    if (typeof detail === 'string') return detail;
  } catch {
    // Not a problem document: the status says what there is to say.
  }
  return `The ${name} refused with status ${status}.`;
}
