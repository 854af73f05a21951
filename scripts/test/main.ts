import { boundariesHold } from './boundaries.ts';
import { bringDebianPackages } from './debian-packages.ts';
import { runTool, runVitest, type Tally } from './suites.ts';

const say = (line: string) => process.stderr.write(`${line}\n`);
const checks: { name: string; run: () => Promise<boolean> }[] = [
  { name: 'format and lint', run: () => runTool('biome', ['check', '--error-on-warnings', '.']) },
  { name: 'types', run: () => runTool('tsc', ['-p', 'tsconfig.json']) },
  { name: 'types of the dashboard', run: () => runTool('tsc', ['-p', 'dashboard/tsconfig.json']) },
  { name: 'boundaries', run: () => boundariesHold(say) },
  { name: 'unused code', run: () => runTool('knip', []) },
];

/** One after the other: the shop that the end-to-end tests look at works all the time, and would slow down the others. */
const suites = [
  { name: 'unit and integration tests', args: ['--project', 'unit', '--project', 'integration'] },
  { name: 'end-to-end tests', args: ['--project', 'e2e'] },
];

/** `npm test`: every check and every suite, then one line that counts them. Arguments go on to vitest alone. */
async function main(vitestArgs: string[]): Promise<number> {
  await bringDebianPackages(say);
  const total: Tally = { passed: 0, failed: 0, skipped: 0 };
  const failures: string[] = [];
  if (vitestArgs.length === 0) {
    for (const { name, run } of checks) {
      say(`\n== ${name}`);
      if (await run()) total.passed += 1;
      else {
        total.failed += 1;
        failures.push(name);
      }
    }
  }
  for (const { name, args } of vitestArgs.length === 0 ? suites : [{ name: 'tests', args: vitestArgs }]) {
    say(`\n== ${name}`);
    const tests = await runVitest(args);
    if (tests.failed > 0) failures.push(name);
    total.passed += tests.passed;
    total.failed += tests.failed;
    total.skipped += tests.skipped;
  }
  if (failures.length > 0) say(`\nfailed: ${failures.join(', ')}`);
  const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
  process.stdout.write(`\n${total.passed} passed, ${total.failed} failed${skipped}\n`);
  return total.failed > 0 ? 1 : 0;
}

process.exitCode = await main(process.argv.slice(2));
