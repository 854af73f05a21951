import type { Command } from 'commander';
import { Rollout, RolloutAction, RolloutList } from '../../contract/index.ts';
import { CliError } from '../cli-error.ts';
import type { ApiClient } from '../connection/api-client.ts';
import { rolloutTable, rolloutText } from '../format/rollout-text.ts';
import type { Terminal } from '../terminal.ts';
import { confirmedKey, connectFor, optionsOf, parseRequest, print, withCommonOptions } from './common.ts';

const actions = [
  { name: 'start', needsKey: true, description: 'begin the climb; asks for the flag to be typed' },
  { name: 'pause', needsKey: false, description: 'stay at the present percentage' },
  { name: 'resume', needsKey: true, description: 'climb on; asks for the flag to be typed' },
  { name: 'roll-back', needsKey: false, description: 'take the flag back to nobody' },
  { name: 'discard', needsKey: false, description: 'give a plan up that was never started' },
] as const;
type Action = (typeof actions)[number];

/** `breakwater rollout list|status|start|pause|resume|roll-back|discard`. */
export function addRollout(program: Command, terminal: Terminal): void {
  const group = program.command('rollout').description('follow and steer gradual rollouts');
  addList(group, terminal);
  addStatus(group, terminal);
  for (const action of actions) addAction(group, terminal, action);
}

function addList(group: Command, terminal: Terminal): void {
  withCommonOptions(group.command('list'))
    .description('the rollouts with their stage')
    .action(async (_options: object, command: Command) => {
      const { api } = await connectFor(terminal, command);
      const list = await api.call('GET', '/api/v1/rollouts', RolloutList);
      print(terminal, command, list, rolloutTable(list.rollouts, terminal.now()));
    });
}

function addStatus(group: Command, terminal: Terminal): void {
  withCommonOptions(group.command('status'))
    .description('one rollout with its history')
    .argument('<rollout>', 'its id or its flag')
    .action(async (name: string, _options: object, command: Command) => {
      const { api } = await connectFor(terminal, command);
      const rollout = await findRollout(api, name);
      print(terminal, command, rollout, rolloutText(rollout, terminal.now()));
    });
}

function addAction(group: Command, terminal: Terminal, { name: verb, needsKey, description }: Action): void {
  const added = withCommonOptions(group.command(verb))
    .description(description)
    .argument('<rollout>', 'its id or its flag')
    .requiredOption('--reason <text>', 'why, at least 3 characters; kept in the audit log')
    .action(async (name: string, _options: object, command: Command) => {
      const { reason, confirm } = optionsOf<{ reason: string; confirm?: string }>(command);
      const request = parseRequest(RolloutAction, { reason });
      const { api } = await connectFor(terminal, command);
      const { id, flag } = await findRollout(api, name);
      const key = needsKey ? { confirmKey: await confirmedKey(terminal, flag, confirm) } : {};
      const path = `/api/v1/rollouts/${encodeURIComponent(id)}/${verb}`;
      const rollout = await api.call('POST', path, Rollout, { ...request, ...key });
      print(terminal, command, rollout, `${flag} ${rollout.status} at ${rollout.percent} %`);
    });
  if (needsKey) added.option('--confirm <flag>', 'the flag typed out, where there is no terminal to ask on');
}

async function findRollout(api: ApiClient, name: string): Promise<Rollout> {
  const { rollouts } = await api.call('GET', '/api/v1/rollouts', RolloutList);
  const found = chooseRollout(rollouts, name);
  if (found) return found;
  const known = rollouts.map(({ flag }) => flag).join(', ') || 'none';
  throw new CliError(
    'rollout_not_found',
    `no rollout has the id or the flag "${name}"; known flags: ${known}.`,
  );
}

const over: readonly Rollout['status'][] = ['completed', 'rolled_back', 'discarded'];

/** The rollout with this id, else the flag's one that is under way, else the flag's newest. */
export function chooseRollout(rollouts: readonly Rollout[], name: string): Rollout | undefined {
  const ofFlag = rollouts
    .filter(({ flag }) => flag === name)
    .sort((a, b) => Date.parse(b.createdAt) - Date.parse(a.createdAt));
  const underWay = ofFlag.find(({ status }) => !over.includes(status));
  return rollouts.find(({ id }) => id === name) ?? underWay ?? ofFlag[0];
}
