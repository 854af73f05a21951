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
    const detail = detailOf(text);
    if (answer.status >= 400 && answer.status < 500)
      throw new OpsError(refused, detail ?? `The ${name} refused with status ${answer.status}.`);
    throw new Error(`it answered ${answer.status}${detail === undefined ? '' : `: ${detail}`}`);
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

/** The reason in a problem document; undefined where it is none. */
function detailOf(text: string): string | undefined {
  try {
    const { detail } = JSON.parse(text) as { detail?: unknown };
    return typeof detail === 'string' ? detail : undefined;
  } catch {
    return undefined;
  }
}
