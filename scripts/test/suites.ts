import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repositoryRoot } from '../process/repository.ts';

/** How many checks or tests passed, failed and were skipped. */
export interface Tally {
  passed: number;
  failed: number;
  skipped: number;
}

/** Runs one tool of the repository with its output shown; true where it ends well. */
export function runTool(tool: string, args: readonly string[]): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(join(repositoryRoot, 'node_modules', '.bin', tool), args, {
      cwd: repositoryRoot,
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    child.once('error', (error) => {
      process.stderr.write(`${tool} could not be started: ${error.message}\n`);
      resolve(false);
    });
    child.once('close', (code) => resolve(code === 0));
  });
}

/** Runs vitest's three projects and counts; a run that tested nothing counts as a failure. */
export async function runVitest(args: readonly string[]): Promise<Tally> {
  const room = mkdtempSync(join(tmpdir(), 'breakwater-vitest-'));
  const report = join(room, 'report.json');
  try {
    const ended = await runTool('vitest', [
      'run',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
      ...args,
    ]);
    return countTests(readFileSync(report, 'utf8'), ended);
  } catch (error) {
    process.stderr.write(`vitest wrote no report: ${error instanceof Error ? error.message : error}\n`);
    return { passed: 0, failed: 1, skipped: 0 };
  } finally {
    rmSync(room, { recursive: true, force: true });
  }
}

/** Reads vitest's JSON report. A run that failed outside its tests, or had none, counts one failure. */
export function countTests(report: string, ended: boolean): Tally {
  const {
    numPassedTests: passed,
    numFailedTests,
    numPendingTests,
    numTodoTests,
  } = JSON.parse(report) as Record<
    'numPassedTests' | 'numFailedTests' | 'numPendingTests' | 'numTodoTests',
    number
  >;
  const brokenElsewhere = numFailedTests === 0 && (!ended || passed === 0);
  return { passed, failed: brokenElsewhere ? 1 : numFailedTests, skipped: numPendingTests + numTodoTests };
}
