import { expect, it } from 'vitest';
import { Switch } from '../contract/index.ts';
import { CliError } from './cli-error.ts';
import { followLastStep, followRestore } from './follow-restore.ts';
import { testTerminal } from './test-terminal.ts';

const at = '2026-11-21T02:51:06.000Z';
const seen = (state: Switch['state'], percent: number, heldReason: string | null = null) =>
  Switch.parse({
    key: 'recommendations',
    state,
    percent,
    ...{ title: '', sheds: '', fallback: '', owner: '', service: 'gateway', dependency: '', runbook: '' },
    restore: { step: 0, steps: [], stepBeganAt: at, stepMs: 1, nextStepAt: at, heldReason, startedBy: 'ada' },
    ...{ changedAt: null, changedBy: null, reason: null, propagation: null },
  });

/** Answers in this order; the last for ever. */
function follow(answers: (Switch | Error)[], waitMs = 60_000) {
  const steps: string[] = [];
  const call = async () => {
    const answer = answers.length > 1 ? answers.shift()! : answers[0]!;
    if (answer instanceof Error) throw answer;
    return answer as never;
  };
  const onStep = ({ percent, restore }: Switch) => {
    steps.push(`${percent} ${restore?.heldReason ?? '-'}`);
  };
  const last = followRestore({ call }, testTerminal(), '/somewhere', { waitMs, onStep });
  return { last, steps };
}

it('tells of each step and each wait once, and ends when everybody has the feature', async () => {
  const five = seen('RESTORING', 5);
  const held = seen('RESTORING', 25, 'an incident is open');
  const { last, steps } = follow([five, five, held, held, seen('RESTORING', 25), seen('LIVE', 100)]);
  expect((await last).state).toBe('LIVE');
  expect(steps).toEqual(['5 -', '25 an incident is open', '25 -']);
});

it('ends when somebody kills it again', async () => {
  const { last } = follow([seen('RESTORING', 5), seen('KILLED', 0)]);
  expect((await last).state).toBe('KILLED');
});

it('ends after its time, with the restore as it was last seen', async () => {
  const { last } = follow([seen('RESTORING', 5, 'an incident is open')], 2000);
  expect(await last).toMatchObject({ state: 'RESTORING', percent: 5 });
});

it('asks again while the control plane is away for a moment, but not for the first answer', async () => {
  const away = new CliError('unreachable', 'it does not answer');
  const { last } = follow([seen('RESTORING', 5), away, seen('LIVE', 100)]);
  expect((await last).state).toBe('LIVE');
  await expect(follow([away]).last).rejects.toThrow('it does not answer');
});

it('waits for the change of the last step, and not for ever', async () => {
  const of = (changeId: string): Switch => ({
    ...seen('LIVE', 100),
    propagation: { changeId, revision: 1, at, total: 0, confirmed: 0, confirmedMs: 0, instances: [] },
  });
  const answers = [of('first'), of('first'), of('last')];
  const call = async () => (answers.length > 1 ? answers.shift()! : answers[0]!) as never;
  const ask = { changeId: 'first', timeoutMs: 2000 };
  expect((await followLastStep({ call }, testTerminal(), '/somewhere', ask)).propagation?.changeId).toBe(
    'last',
  );
  const never = await followLastStep(
    { call: async () => of('first') as never },
    testTerminal(),
    '/somewhere',
    ask,
  );
  expect(never.propagation?.changeId).toBe('first');
});
