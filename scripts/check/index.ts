import type { AttachedDemo } from './attached-demo.ts';
import { checkHealthy } from './healthy.ts';
import { checkLoop } from './loop.ts';
import { checkRollouts } from './rollouts.ts';

export { AttachedDemo, readAttachedDemo } from './attached-demo.ts';
export { CheckFailed } from './wait-for.ts';

export const checkNames = ['loop', 'healthy', 'rollouts'] as const;
export type CheckName = (typeof checkNames)[number];

/** Runs a scenario against a running demo; answers the line that says it held. Throws `CheckFailed` with what did not. */
export function runCheck(
  name: CheckName,
  demo: AttachedDemo,
  options: { minutes: number; tell: (line: string) => void },
): Promise<string> {
  if (name === 'healthy') return checkHealthy(demo, options.minutes, options.tell);
  if (name === 'rollouts') return checkRollouts(demo, options.tell);
  return checkLoop(demo, options.tell);
}
