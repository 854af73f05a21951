import { HttpProblem } from '../problem.ts';

const patienceMs = 5_000;

/** Asks a worker; throws `worker_away` where no answer comes in time. */
export async function askWorker(url: string, path: string, timeoutMs = patienceMs): Promise<Response> {
  try {
    return await fetch(url + path, { signal: AbortSignal.timeout(timeoutMs) });
  } catch (cause) {
    throw workerAway(url, `none (${(cause as Error).message})`);
  }
}

/** That a worker does not answer as it should; `came` says what came. */
export const workerAway = (url: string, came: string): HttpProblem =>
  new HttpProblem(503, 'worker_away', `expected an answer of the worker at ${url}, got ${came}`);
