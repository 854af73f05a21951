import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Sensitivity } from '../services/learner.ts';
import { type CorpusOutcome, detectCorpus, type Tells } from './detect.ts';
import type { Task, TaskResult } from './detect-worker.ts';

/** As `detectCorpus`, on `jobs` threads. The outputs are the same, whatever their number. */
export async function detectCorpusParallel(
  corpus: string,
  out: string,
  sensitivity: Sensitivity,
  tells: Tells,
  jobs: number,
): Promise<CorpusOutcome> {
  if (jobs <= 1) return detectCorpus(corpus, out, sensitivity, tells);
  const idle = Array.from({ length: jobs }, () => new Worker(new URL('./detect-worker.ts', import.meta.url)));
  const all = [...idle];
  const run = async (input: string, output: string) => {
    const worker = idle.pop()!;
    try {
      const answer = once(worker, 'message');
      worker.postMessage({ input, output, sensitivity } satisfies Task);
      const [result] = (await answer) as [TaskResult];
      for (const line of result.warnings) tells.warn(line);
      for (const line of result.news) tells.inform(line);
      if ('error' in result)
        throw Object.assign(new Error(result.error.message), { code: result.error.code });
      return result;
    } finally {
      idle.push(worker);
    }
  };
  try {
    return await detectCorpus(corpus, out, sensitivity, tells, run, jobs);
  } finally {
    await Promise.all(all.map((worker) => worker.terminate()));
  }
}
