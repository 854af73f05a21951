import { join } from 'node:path';
import { repositoryRoot } from '../process/repository.ts';
import { runProgram } from '../process/run-program.ts';

const folders = [
  'event-bus',
  'flag-sdk',
  'anomaly-detector',
  'control-plane',
  'demo-commerce',
  'dashboard',
  'scripts',
  'bench',
];

/** Checks who may import whom. A run that saw no modules fails: a missing parser makes the tool see none. */
export async function boundariesHold(say: (line: string) => void): Promise<boolean> {
  const tool = join(repositoryRoot, 'node_modules', '.bin', 'depcruise');
  const args = ['--config', '.dependency-cruiser.cjs', '--output-type', 'err', ...folders];
  try {
    const report = await runProgram(tool, args, { cwd: repositoryRoot });
    const modules = Number(/(\d+) modules/.exec(report)?.[1] ?? 0);
    say(modules > 0 ? `${modules} modules keep to the rules` : 'expected modules to be cruised, came none');
    return modules > 0;
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
    return false;
  }
}
