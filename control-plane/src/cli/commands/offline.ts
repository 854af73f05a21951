import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { CliError } from '../cli-error.ts';
import type { Terminal } from '../terminal.ts';

const commands = [
  ['detect', 'find anomalies in CSV files, offline (options: breakwater detect --help)'],
  [
    'learn',
    'teach a running detector from a Prometheus, remote read or CSV files (options: breakwater learn --help)',
  ],
  ['replay', 'replay a recorded period of a whole system, offline (options: breakwater replay --help)'],
] as const;

/** `breakwater detect`, `learn` and `replay`: the detector's own command line, in a process of its own. */
export function addOffline(program: Command, terminal: Terminal): void {
  for (const [name, description] of commands) {
    program
      .command(name)
      .description(description)
      .argument('[args...]')
      .helpOption(false)
      .allowUnknownOption()
      .passThroughOptions()
      .action(async (args: string[]) => {
        const asksForHelp = args.some((arg) => arg === '--help' || arg === '-h');
        const passedOn = asksForHelp ? ['--help'] : [name, ...args];
        const exitCode = await terminal.run(process.execPath, [detectorCommandLine(), ...passedOn]);
        if (exitCode !== 0) throw new DetectorExit(exitCode);
      });
  }
}

/** The detector's command line has ended with this exit code and has said why itself. */
export class DetectorExit extends CliError {
  readonly childExitCode: number;

  constructor(childExitCode: number) {
    super('detector_exit', `the detector ended with exit code ${childExitCode}`);
    this.childExitCode = childExitCode;
  }
}

/** Next to the contract, which is what the detector's package exports. */
function detectorCommandLine(): string {
  const contract = import.meta.resolve('@breakwater/anomaly-detector/contract');
  return fileURLToPath(new URL('../cli.ts', contract));
}
