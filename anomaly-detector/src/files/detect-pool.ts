import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Sensitivity } from '../services/learner.ts';
import { type CorpusOutcome, detectCorpus, type Tell } from './detect.ts';
import type { Task, TaskResult } from './detect-worker.ts';

/** As `detectCorpus`, on `jobs` threads. The outputs are the same, whatever their number. */
export async function detectCorpusParallel(
  corpus: string,
  out: string,
  sensitivity: Sensitivity,
  tell: Tell,
  jobs: number,
): Promise<CorpusOutcome> {
  if (jobs <= 1) return detectCorpus(corpus, out, sensitivity, tell);
  const idle = Array.from({ length: jobs }, () => new Worker(new URL('./detect-worker.ts', import.meta.url)));
  const all = [...idle];
  const run = async (input: string, output: string) => {
    const worker = idle.pop()!;
    try {
      const answer = once(worker, 'message');
      worker.postMessage({ input, output, sensitivity } satisfies Task);
      const [{ warnings, error }] = (await answer) as [TaskResult];
      for (const warning of warnings) tell(warning);
      if (error !== null) throw Object.assign(new Error(error.message), { code: error.code });
    } finally {
      idle.push(worker);
    }
  };
  try {
    return await detectCorpus(corpus, out, sensitivity, tell, run, jobs);
  } finally {
    await Promise.all(all.map((worker) => worker.terminate()));
  }
}
