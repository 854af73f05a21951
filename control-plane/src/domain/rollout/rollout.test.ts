import { describe, expect, it } from 'vitest';
import { Rollout } from '../../contract/rollout.ts';
import { applyReport, type IncidentRecord } from '../incident/incident.ts';
import { OpsError, type OpsErrorCode } from '../ops-error.ts';
import { decide, type RolloutCommand } from './decide.ts';
import { fold, percentOfState } from './fold.ts';
import type { Hold, RolloutFact, RolloutPlan } from './rollout.ts';
import { toRollout } from './show.ts';
import { whyHold } from './why-hold.ts';

const plan: RolloutPlan = {
  id: 'r-1',
  flag: 'ranker',
  title: 'Ranker',
  services: ['recommendation'],
  stickiness: 'userId',
  stages: [
    { percent: 10, holdMs: 1000 },
    { percent: 100, holdMs: 2000 },
  ],
  createdBy: 'ada',
  createdAt: '1970-01-01T00:00:00.000Z',
};
const iso = (ms: number) => new Date(ms).toISOString();
const incidentHold: Hold = { cause: 'incident', reason: 'an incident is open', incidentId: 'i-1' };
const awayHold: Hold = { cause: 'away', reason: 'the detector is away', incidentId: null };
const start: RolloutCommand = {
  kind: 'start',
  actor: 'ada',
  reason: 'reviewed',
  confirmKey: 'ranker',
  hold: null,
};
const tick: RolloutCommand = { kind: 'tick', hold: null };

/** Carries commands out one after the other, each at its time. */
function given(...steps: [command: RolloutCommand, at: number][]): RolloutFact[] {
  const facts: RolloutFact[] = [];
  for (const [command, at] of steps) facts.push(...decide(command, plan, fold(plan, facts), at));
  return facts;
}

const kindsOf = (facts: RolloutFact[]) => facts.map(({ kind }) => kind);
const person = { actor: 'ada', reason: 'look first' };

describe('a climb', () => {
  it('enters each stage once its time is over, and completes after the last', () => {
    const facts = given([start, 0], [tick, 999], [tick, 1000], [tick, 2999], [tick, 3000], [tick, 9000]);
    expect(kindsOf(facts)).toEqual(['started', 'stage_entered', 'stage_entered', 'completed']);
    expect(percentOfState(plan, fold(plan, facts))).toBe(100);
  });

  it('enters one stage at a time, however long nobody looked', () => {
    const facts = given([start, 0], [tick, 1_000_000]);
    expect(fold(plan, facts)).toMatchObject({ status: 'running', stageIndex: 1, dueAt: 1_002_000 });
  });

  it('holds at its stage while there is a reason, and must then hold its whole time again', () => {
    const facts = given(
      [start, 0],
      [{ kind: 'tick', hold: incidentHold }, 900],
      [{ kind: 'tick', hold: incidentHold }, 5000],
      [tick, 6000],
    );
    expect(kindsOf(facts)).toEqual(['started', 'stage_entered', 'held', 'released']);
    expect(fold(plan, facts)).toMatchObject({ status: 'running', stageIndex: 0, dueAt: 7000 });
  });

  it('tells when it holds for another reason than before', () => {
    const facts = given(
      [start, 0],
      [{ kind: 'tick', hold: incidentHold }, 900],
      [{ kind: 'tick', hold: awayHold }, 1000],
    );
    expect(fold(plan, facts)).toMatchObject({ status: 'held', hold: awayHold });
  });

  it('stays where it was paused until somebody resumes it', () => {
    const paused = given([start, 0], [{ kind: 'pause', ...person }, 500], [tick, 5000]);
    expect(fold(plan, paused)).toMatchObject({ status: 'paused', stageIndex: 0 });
    const resumed = given(
      [start, 0],
      [{ kind: 'pause', ...person }, 500],
      [{ kind: 'resume', ...person, confirmKey: 'ranker', hold: null }, 6000],
    );
    expect(fold(plan, resumed)).toMatchObject({ status: 'running', dueAt: 7000 });
  });

  it('is at 0 % once rolled back, also from the end', () => {
    const facts = given([start, 0], [tick, 1000], [tick, 3000], [{ kind: 'roll_back', ...person }, 4000]);
    expect(percentOfState(plan, fold(plan, facts))).toBe(0);
  });
});

it('is over once its draft is discarded, and was never at any percentage', () => {
  const facts = given([{ kind: 'discard', ...person }, 100]);
  expect(kindsOf(facts)).toEqual(['discarded']);
  expect(fold(plan, facts)).toEqual({ status: 'discarded' });
  expect(Rollout.parse(toRollout(plan, facts))).toMatchObject({
    status: 'discarded',
    percent: 0,
    stageIndex: -1,
    nextStageAt: null,
  });
  expect(toRollout(plan, facts).events.at(-1)?.text).toMatch(/^Discarded: /);
});

describe('refusals', () => {
  it.each<[string, RolloutFact[], RolloutCommand, OpsErrorCode]>([
    ['a start without the key', [], { ...start, confirmKey: undefined }, 'rollout.confirm_key_mismatch'],
    ['a start with another key', [], { ...start, confirmKey: 'rankers' }, 'rollout.confirm_key_mismatch'],
    ['a start during an incident', [], { ...start, hold: incidentHold }, 'rollout.incident_open'],
    ['a second start', given([start, 0]), start, 'rollout.wrong_status'],
    ['a pause before the start', [], { kind: 'pause', ...person }, 'rollout.wrong_status'],
    [
      'a resume of what runs',
      given([start, 0]),
      { kind: 'resume', ...person, confirmKey: 'ranker', hold: null },
      'rollout.wrong_status',
    ],
    [
      'a resume of what is held',
      given([start, 0], [{ kind: 'tick', hold: awayHold }, 1]),
      { kind: 'resume', ...person, confirmKey: 'ranker', hold: null },
      'rollout.wrong_status',
    ],
    ['a discarding of what runs', given([start, 0]), { kind: 'discard', ...person }, 'rollout.wrong_status'],
    [
      'a start of what was discarded',
      given([{ kind: 'discard', ...person }, 0]),
      start,
      'rollout.wrong_status',
    ],
    ['a roll-back of a draft', [], { kind: 'roll_back', ...person }, 'rollout.wrong_status'],
  ])('%s', (_name, facts, command, code) => {
    const ask = () => decide(command, plan, fold(plan, facts), 10);
    expect(ask).toThrow(OpsError);
    expect(ask).toThrow(expect.objectContaining({ code }));
  });

  it('a start while the detector is away is a person’s to decide', () => {
    expect(kindsOf(decide({ ...start, hold: awayHold }, plan, { status: 'draft' }, 0))).toEqual([
      'started',
      'stage_entered',
    ]);
  });
});

describe('the reason to hold', () => {
  const incident = (
    services: string[],
    origins: string[] = [],
    recoveredAt: string | null = null,
  ): IncidentRecord =>
    applyReport(undefined, {
      id: 'i-1',
      openedAt: iso(0),
      startedAt: iso(0),
      recoveredAt,
      title: 'errors up',
      services,
      alerts: [],
      origins: origins.map((service) => ({ service, confidence: 1, reasons: [] })),
      suspects: [],
      cleared: [],
      verdict: 'unknown',
      suggestion: null,
    });
  const calm = { incidents: [], watch: { state: 'ready' }, isFlagOn: true } as const;

  it.each<[string, Partial<Parameters<typeof whyHold>[1]>, Hold['cause'] | undefined]>([
    ['none when all is well', {}, undefined],
    ['an incident on one of its services', { incidents: [incident(['recommendation'])] }, 'incident'],
    [
      'an incident that began on one of its services',
      { incidents: [incident(['gateway'], ['recommendation'])] },
      'incident',
    ],
    [
      'none for an incident elsewhere',
      { incidents: [incident(['order'], ['payment', 'recommendation'])] },
      undefined,
    ],
    [
      'none for an incident that has recovered',
      { incidents: [incident(['recommendation'], [], iso(1))] },
      undefined,
    ],
    ['a flag that somebody turned off', { isFlagOn: false }, 'flag_off'],
    ['a detector that still learns', { watch: { state: 'learning' } }, 'learning'],
    ['a detector that is away', { watch: { state: 'away', seconds: 40 } }, 'away'],
    ['no detector at all', { watch: { state: 'none' } }, 'away'],
    [
      'the incident first, when the detector is away, too',
      { incidents: [incident(['recommendation'])], watch: { state: 'away', seconds: 40 } },
      'incident',
    ],
  ])('%s', (_name, more, cause) => {
    expect(whyHold(plan, { ...calm, ...more })?.cause).toBe(cause);
  });
});

it('is shown with its next stage and why it waits', () => {
  const created: RolloutFact = { kind: 'created', at: iso(0), actor: 'ada' };
  const running = [created, ...given([start, 0])];
  expect(Rollout.parse(toRollout(plan, running))).toMatchObject({
    status: 'running',
    percent: 10,
    stageIndex: 0,
    nextStageAt: iso(1000),
    heldReason: null,
  });
  const held = [created, ...given([start, 0], [{ kind: 'tick', hold: incidentHold }, 500])];
  expect(toRollout(plan, held)).toMatchObject({
    status: 'held',
    nextStageAt: null,
    heldReason: 'an incident is open',
    incidentId: 'i-1',
  });
  expect(toRollout(plan, held).events.at(-1)?.text).toBe('Held because an incident is open');
  expect(toRollout(plan, [created])).toMatchObject({
    status: 'draft',
    percent: 0,
    stageIndex: -1,
    stageEnteredAt: null,
  });
  const last = [created, ...given([start, 0], [tick, 1000])];
  expect(toRollout(plan, last)).toMatchObject({ percent: 100, nextStageAt: null });
});
