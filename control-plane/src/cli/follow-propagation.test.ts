import { expect, it } from 'vitest';
import type { ChangeAccepted, Propagation } from '../contract/index.ts';
import { CliError } from './cli-error.ts';
import type { ApiClient } from './connection/api-client.ts';
import { followPropagation } from './follow-propagation.ts';
import { testTerminal } from './test-terminal.ts';

const at = '2026-11-21T02:51:07.000Z';
const propagation = (confirmed: number): Propagation => ({
  changeId: 'c1',
  revision: 12,
  at,
  total: 2,
  confirmed,
  confirmedMs: confirmed === 2 ? 90 : null,
  instances: [],
});
const accepted: ChangeAccepted = { changeId: 'c1', key: 'k', state: 'KILLED', propagation: propagation(0) };

/** An API that gives these replies in turn, the last one for ever. */
function apiOf(replies: (Propagation | CliError)[]): Pick<ApiClient, 'call'> & { calls: string[] } {
  const calls: string[] = [];
  return {
    calls,
    async call(_method, path, schema) {
      calls.push(path);
      const reply = replies.length > 1 ? replies.shift() : replies[0];
      if (reply instanceof CliError) throw reply;
      return schema.parse(reply);
    },
  };
}

it('asks until each instance has confirmed', async () => {
  const api = apiOf([propagation(1), propagation(2)]);
  const followed = await followPropagation(api, testTerminal(), accepted, 10_000);
  expect(followed.propagation.confirmed).toBe(2);
  expect(api.calls).toEqual(['/api/v1/changes/c1/propagation', '/api/v1/changes/c1/propagation']);
});

it('does not ask when the answer to the kill holds the proof already', async () => {
  const api = apiOf([propagation(2)]);
  await followPropagation(api, testTerminal(), { ...accepted, propagation: propagation(2) }, 10_000);
  expect(api.calls).toEqual([]);
});

it('gives up after the timeout with what it knows', async () => {
  const followed = await followPropagation(apiOf([propagation(1)]), testTerminal(), accepted, 1000);
  expect(followed).toMatchObject({ propagation: { confirmed: 1 }, waitedMs: 1000 });
});

it('bears a control plane that is away for a moment', async () => {
  const api = apiOf([new CliError('unreachable', 'away'), propagation(2)]);
  expect((await followPropagation(api, testTerminal(), accepted, 1000)).propagation.confirmed).toBe(2);
});

it('passes any other failure on', async () => {
  const api = apiOf([new CliError('http_500', 'broken')]);
  await expect(followPropagation(api, testTerminal(), accepted, 1000)).rejects.toThrow('broken');
});
