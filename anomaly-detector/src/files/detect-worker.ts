import { parentPort } from 'node:worker_threads';
import type { Sensitivity } from '../services/learner.ts';
import { detectFile } from './detect.ts';
import type { Findings } from './findings.ts';

/** One file to judge, sent to a worker thread. */
export type Task = { input: string; output: string; sensitivity: Sensitivity };
/** What it told, and what was found or why nothing could be. */
export type TaskResult = { warnings: string[]; news: string[] } & (
  | { found: Findings }
  | { error: { message: string; code?: string } }
);

parentPort?.on('message', async ({ input, output, sensitivity }: Task) => {
  const told: { warnings: string[]; news: string[] } = { warnings: [], news: [] };
  const tells = {
    warn: (line: string) => told.warnings.push(line),
    inform: (line: string) => told.news.push(line),
  };
  const result: TaskResult = await detectFile(input, output, sensitivity, tells).then(
    ({ found }) => ({ ...told, found }),
    (error: Error & { code?: string }) => ({
      ...told,
      error: { message: error.message, ...(error.code === undefined ? {} : { code: error.code }) },
    }),
  );
  parentPort?.postMessage(result);
});
