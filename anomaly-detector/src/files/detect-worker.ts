import { parentPort } from 'node:worker_threads';
import type { Sensitivity } from '../services/learner.ts';
import { detectFile } from './detect.ts';

/** One file to judge, sent to a worker thread. */
export type Task = { input: string; output: string; sensitivity: Sensitivity };
/** Its outcome. */
export type TaskResult = { warnings: string[]; error: { message: string; code?: string } | null };

parentPort?.on('message', async ({ input, output, sensitivity }: Task) => {
  const warnings: string[] = [];
  const result: TaskResult = await detectFile(input, output, sensitivity, (line) => warnings.push(line)).then(
    () => ({ warnings, error: null }),
    (error: Error & { code?: string }) => ({
      warnings,
      error: { message: error.message, ...(error.code === undefined ? {} : { code: error.code }) },
    }),
  );
  parentPort?.postMessage(result);
});
