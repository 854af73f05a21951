import type { Command } from 'commander';
import { Drill, DrillList, DrillRequest } from '../../../contract/index.ts';
import { CliError } from '../../cli-error.ts';
import type { ApiClient } from '../../connection/api-client.ts';
import { drillTable, drillText } from '../../format/switch/drill-text.ts';
import type { Terminal } from '../../terminal.ts';
import { connectFor, optionsOf, parseRequest, print, withCommonOptions } from '../common.ts';
import { pathOf } from './flip.ts';

const pollMs = 500;
/** The server judges some seconds after the end; a drill that is not judged by then is left to it, in milliseconds. */
const judgedWithinMs = 60_000;

type DrillOptions = { reason?: string; wait: boolean };

/** `breakwater drill KEY`: prove the fallback on a small cohort, or list what was proven. */
export function addDrill(program: Command, terminal: Terminal): void {
  withCommonOptions(program.command('drill'))
    .description('send 1 % of users to the fallback for a minute and judge it; without a reason: past drills')
    .argument('<key>', 'the kill switch')
    .option('--reason <text>', 'why, at least 3 characters; starts the drill')
    .option('--no-wait', 'do not wait for the verdict')
    .action(async (key: string, _options: DrillOptions, command: Command) => {
      const { reason, wait } = optionsOf<DrillOptions>(command);
      if (reason === undefined) return list(terminal, command, key);
      const request = parseRequest(DrillRequest, { reason });
      const { api } = await connectFor(terminal, command);
      const begun = await api.call('POST', `${pathOf(key)}/drill`, Drill, request);
      const drill = wait ? await followDrill(api, terminal, begun) : begun;
      print(terminal, command, drill, drillText(drill));
      if (wait && drill.verdict !== 'proven')
        throw new CliError('not_proven', drill.text ?? `the drill ${drill.id} has no verdict yet.`);
    });
}

async function list(terminal: Terminal, command: Command, key: string): Promise<void> {
  const { api } = await connectFor(terminal, command);
  const past = await api.call('GET', `${pathOf(key)}/drills`, DrillList);
  print(terminal, command, past, drillTable(past.drills, terminal.now()));
}

async function followDrill(api: ApiClient, terminal: Terminal, begun: Drill): Promise<Drill> {
  const until = Math.max(terminal.now(), Date.parse(begun.endsAt)) + judgedWithinMs;
  let drill = begun;
  while (drill.verdict === null && terminal.now() < until) {
    await terminal.sleep(pollMs);
    drill = (await ask(api, begun)) ?? drill;
  }
  return drill;
}

/** The drill goes on at the server, so one that is away for a moment is asked again. */
async function ask(api: ApiClient, { id, key }: Drill): Promise<Drill | undefined> {
  try {
    const { drills } = await api.call('GET', `${pathOf(key)}/drills`, DrillList);
    return drills.find((one) => one.id === id);
  } catch (error) {
    if (error instanceof CliError && error.code === 'unreachable') return undefined;
    throw error;
  }
}
