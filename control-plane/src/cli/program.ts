import { Command, CommanderError } from 'commander';
import { CliError, exitCodes } from './cli-error.ts';
import { addAudit } from './commands/audit.ts';
import { addChangeReport, addChanges } from './commands/changes.ts';
import { addFlags } from './commands/flags.ts';
import { addIncident } from './commands/incident.ts';
import { addInstances } from './commands/instances.ts';
import { addKillability } from './commands/killability.ts';
import { addLevel } from './commands/level.ts';
import { addLogin } from './commands/login.ts';
import { addLogout } from './commands/logout.ts';
import { addOffline, DetectorExit } from './commands/offline.ts';
import { addPolicy } from './commands/policy.ts';
import { addRollout } from './commands/rollout.ts';
import { addStatus } from './commands/status.ts';
import { addDrill } from './commands/switch/drill.ts';
import { addKill } from './commands/switch/kill.ts';
import { addPreview } from './commands/switch/preview.ts';
import { addRenew } from './commands/switch/renew.ts';
import { addRestore } from './commands/switch/restore.ts';
import { addSwitches } from './commands/switch/switches.ts';
import type { Terminal } from './terminal.ts';

const commands = [
  addLogin,
  addLogout,
  addStatus,
  addSwitches,
  addPreview,
  addKill,
  addRenew,
  addRestore,
  addDrill,
  addLevel,
  addPolicy,
  addKillability,
  addIncident,
  addRollout,
  addInstances,
  addChanges,
  addChangeReport,
  addAudit,
  addFlags,
  addOffline,
];

/** Runs `breakwater` with these arguments; gives the exit code: 0 ok, 1 failed, 2 usage. Never throws. */
export async function runCommandLine(args: readonly string[], terminal: Terminal): Promise<number> {
  try {
    await createProgram(terminal).parseAsync(args, { from: 'user' });
    return exitCodes.ok;
  } catch (error) {
    return tell(error, args.includes('--json'), terminal);
  }
}

function createProgram(terminal: Terminal): Command {
  const program = new Command('breakwater')
    .description('Kill switches, rollouts and incidents from the command line.')
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.out(text.trimEnd()),
      writeErr: (text) => terminal.err(text.trimEnd()),
    })
    .showHelpAfterError('(add --help for what is possible)')
    .addHelpText('after', '\nExit codes: 0 ok, 1 failed, 2 called wrongly.');
  for (const add of commands) add(program, terminal);
  return program;
}

function tell(error: unknown, asJson: boolean, terminal: Terminal): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
  if (error instanceof DetectorExit) return error.childExitCode;
  const known = error instanceof CliError ? error : unexpected(error);
  const { code, message, exitCode } = known;
  terminal.err(asJson ? JSON.stringify({ error: { code, detail: message } }) : `error: ${message}`);
  return exitCode;
}

function unexpected(error: unknown): CliError {
  const message = error instanceof Error ? error.message : String(error);
  return new CliError('unexpected', `${message} (this is a fault of breakwater itself; please report it)`);
}
