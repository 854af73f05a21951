import type { Command } from 'commander';
import { Policy, PolicyList, PutPolicy, UnsetPolicy } from '../../contract/index.ts';
import { CliError } from '../cli-error.ts';
import type { ApiClient } from '../connection/api-client.ts';
import { policyTable, policyText } from '../format/policy-text.ts';
import type { Terminal } from '../terminal.ts';
import { connectFor, optionsOf, parseRequest, print, withCommonOptions } from './common.ts';
import { lengthS } from './length.ts';
import { parseSettings } from './policy-settings.ts';

type SetOptions = { reason: string; for: string; confirmStep?: boolean };

/** `breakwater policy list|get|set|clear`: bounds of guarded calls, set over the code for a while. */
export function addPolicy(program: Command, terminal: Terminal): void {
  const group = program.command('policy').description('read and set the bounds of guarded calls');
  addList(group, terminal);
  addGet(group, terminal);
  addSet(group, terminal);
  addClear(group, terminal);
}

function addList(group: Command, terminal: Terminal): void {
  withCommonOptions(group.command('list'))
    .description('the guarded calls and what is set over the code')
    .action(async (_options: object, command: Command) => {
      const { api } = await connectFor(terminal, command);
      const list = await api.call('GET', '/api/v1/policies', PolicyList);
      print(terminal, command, list, policyTable(list.policies, terminal.now()));
    });
}

function addGet(group: Command, terminal: Terminal): void {
  placed(withCommonOptions(group.command('get')))
    .description('the policy of one service towards one dependency')
    .action(async (service: string, dependency: string, _options: object, command: Command) => {
      const { api } = await connectFor(terminal, command);
      const policy = await getPolicy(api, service, dependency);
      print(terminal, command, policy, policyText(policy, terminal.now()));
    });
}

function addSet(group: Command, terminal: Terminal): void {
  placed(withCommonOptions(group.command('set')))
    .description('set a policy over the code for a while; replaces what is set')
    .argument('<setting...>', 'such as timeoutMs=800 breaker.openMs=2000 mode=forced_open hedgeAfterMs=null')
    .requiredOption('--reason <text>', 'why, at least 3 characters; kept in the audit log')
    .requiredOption('--for <length>', 'until it is taken away by itself: such as 30m, 2h or 1d')
    .option('--confirm-step', 'let a number move by more than twice or less than half')
    .action(
      async (service: string, dependency: string, given: string[], _options: object, command: Command) => {
        const { reason, for: length, confirmStep = false } = optionsOf<SetOptions>(command);
        const settings = parseSettings(given);
        const fields = { settings, reason, ttlS: lengthS(length, '--for'), confirmStep };
        const request = parseRequest(PutPolicy, fields, { ttlS: 'for' });
        const { api } = await connectFor(terminal, command);
        const policy = await api.call('PUT', pathOf(service, dependency), Policy, request);
        print(terminal, command, policy, policyText(policy, terminal.now()));
      },
    );
}

function addClear(group: Command, terminal: Terminal): void {
  placed(withCommonOptions(group.command('clear')))
    .description('go back to what the code says')
    .requiredOption('--reason <text>', 'why, at least 3 characters; kept in the audit log')
    .action(async (service: string, dependency: string, _options: object, command: Command) => {
      const request = parseRequest(UnsetPolicy, { reason: optionsOf<{ reason: string }>(command).reason });
      const { api } = await connectFor(terminal, command);
      const policy = await api.call('DELETE', pathOf(service, dependency), Policy, request);
      print(terminal, command, policy, `${service} -> ${dependency} is as the code says`);
    });
}

function placed(command: Command): Command {
  return command
    .argument('<service>', 'the service that calls')
    .argument('<dependency>', 'what it calls, as its guard names it');
}

async function getPolicy(api: ApiClient, service: string, dependency: string): Promise<Policy> {
  const { policies } = await api.call('GET', '/api/v1/policies', PolicyList);
  const found = policies.find((one) => one.service === service && one.dependency === dependency);
  if (found) return found;
  const known = policies.map((one) => `${one.service} ${one.dependency}`).join(', ') || 'none';
  throw new CliError(
    'policy_not_found',
    `no running instance guards a call of ${service} to ${dependency}, and nothing is set for it; known: ${known}.`,
  );
}

function pathOf(service: string, dependency: string): string {
  return `/api/v1/policies/${encodeURIComponent(service)}/${encodeURIComponent(dependency)}`;
}
