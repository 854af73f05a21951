import { reportAnswer, reportAway, reportSilence } from './connection.ts';
import { ProblemError, toProblemError } from './problem-error.ts';

/** After so long without a sign of the control plane the page says so, while it goes on waiting; a change may take longer than a look. */
const silenceMs = { look: 4000, change: 15_000 };
const silence = 'The control plane does not answer. Running services keep their last known switches.';

/** Calls the control plane through this origin and gives the parsed answer; throws `ProblemError`. */
export async function api<T>(
  path: string,
  init: { method?: string; body?: unknown; signal?: AbortSignal } = {},
): Promise<T> {
  const askedAt = Date.now();
  const limitMs = init.method === undefined ? silenceMs.look : silenceMs.change;
  const timer = setTimeout(() => reportSilence(askedAt, silence), limitMs);
  const [answer, text] = await send(path, init).finally(() => clearTimeout(timer));
  const body = parseJson(text);
  if (!answer.ok) {
    const problem = toProblemError(answer.status, body);
    if (problem.isAway) reportAway(problem.message);
    else reportAnswer(Date.now());
    throw problem;
  }
  reportAnswer(Date.now());
  return body as T;
}

async function send(
  path: string,
  { method = 'GET', body, signal }: { method?: string; body?: unknown; signal?: AbortSignal },
) {
  try {
    const answer = await fetch(`/api/v1${path}`, {
      method,
      headers: body === undefined ? {} : { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal ? { signal } : {}),
      credentials: 'same-origin',
    });
    return [answer, await answer.text()] as const;
  } catch (cause) {
    if (signal?.aborted) throw cause;
    const away = new ProblemError(
      {
        status: 0,
        code: 'dashboard_away',
        detail: 'The dashboard’s server does not answer. Check your connection; nothing was changed.',
      },
      cause,
    );
    reportAway(away.message);
    throw away;
  }
}

function parseJson(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
