import { describe, expect, test } from 'vitest';
import type { BreakerPolicy } from '../../policy/policy.ts';
import { Gate } from './gate.ts';

const policy: BreakerPolicy = {
  errorShare: 0.5,
  minimumCalls: 4,
  openMs: 1_000,
  probes: 2,
  slowMs: undefined,
  windowMs: 10_000,
  rampMs: 0,
};

const call = (gate: Gate, report: 'success' | 'failure', now: number, tookMs = 1) =>
  gate.leave(gate.enter(now), report, tookMs, now);

const tripped = (at: number, given = policy) => {
  const gate = new Gate(given);
  for (let index = 0; index < given.minimumCalls; index += 1) call(gate, 'failure', at);
  expect(gate.state(at)).toBe('open');
  return gate;
};

describe('closed', () => {
  test('stays closed below the minimum of calls, however many fail', () => {
    const gate = new Gate(policy);
    for (let index = 0; index < 3; index += 1) call(gate, 'failure', 0);
    expect(gate.state(0)).toBe('closed');
  });

  test('opens when the share of failures is reached', () => {
    const gate = new Gate(policy);
    for (const report of ['success', 'success', 'failure'] as const) call(gate, report, 0);
    expect(gate.state(0)).toBe('closed');
    call(gate, 'failure', 0);
    expect(gate.state(0)).toBe('open');
  });

  test('does not count failures that left the window', () => {
    const gate = new Gate(policy);
    for (let index = 0; index < 3; index += 1) call(gate, 'failure', 0);
    call(gate, 'failure', 20_000);
    expect(gate.state(20_000)).toBe('closed');
  });

  test('counts slow successes as failures where a limit is set', () => {
    const gate = new Gate({ ...policy, slowMs: 200 });
    for (let index = 0; index < 3; index += 1) call(gate, 'success', 0, 199);
    expect(gate.state(0)).toBe('closed');
    for (let index = 0; index < 3; index += 1) call(gate, 'success', 0, 200);
    expect(gate.state(0)).toBe('open');
  });
});

describe('open', () => {
  test('lets nobody pass until its time is up', () => {
    const gate = tripped(0);
    expect(gate.enter(999)).toBe(0);
    expect(gate.admits(999)).toBe(false);
    expect(gate.state(1_000)).toBe('half_open');
    expect(gate.enter(1_000)).not.toBe(0);
  });

  test('ignores what calls from before it opened report late', () => {
    const gate = new Gate(policy);
    const early = [gate.enter(0), gate.enter(0)];
    for (let index = 0; index < 4; index += 1) call(gate, 'failure', 0);
    gate.leave(early[0]!, 'success', 1, 10);
    gate.leave(early[1]!, 'failure', 1, 10);
    expect(gate.state(999)).toBe('open');
    expect(gate.state(1_000)).toBe('half_open');
  });
});

describe('half open', () => {
  test('lets only the probes pass and rejects a thousand others at once', () => {
    const gate = tripped(0);
    const passed = Array.from({ length: 1_000 }, () => gate.enter(1_000)).filter((epoch) => epoch !== 0);
    expect(passed).toHaveLength(2);
  });

  test('closes when every probe succeeded, with a clean window', () => {
    const gate = tripped(0);
    const probes = [gate.enter(1_000), gate.enter(1_000)];
    gate.leave(probes[0]!, 'success', 1, 1_001);
    expect(gate.state(1_001)).toBe('half_open');
    gate.leave(probes[1]!, 'success', 1, 1_002);
    expect(gate.state(1_002)).toBe('closed');
    for (let index = 0; index < 3; index += 1) call(gate, 'failure', 1_003);
    expect(gate.state(1_003)).toBe('closed');
  });

  test('opens again at the first probe that fails, whatever the other reports later', () => {
    const gate = tripped(0);
    const probes = [gate.enter(1_000), gate.enter(1_000)];
    gate.leave(probes[0]!, 'failure', 1, 1_100);
    gate.leave(probes[1]!, 'success', 1, 1_101);
    expect(gate.state(2_099)).toBe('open');
    expect(gate.state(2_100)).toBe('half_open');
  });

  test('is not opened again by a late failure from before the trip', () => {
    const gate = new Gate(policy);
    const late = gate.enter(0);
    for (let index = 0; index < 4; index += 1) call(gate, 'failure', 0);
    const probe = gate.enter(1_000);
    gate.leave(late, 'failure', 1_000, 1_001);
    expect(gate.state(1_001)).toBe('half_open');
    gate.leave(probe, 'success', 1, 1_002);
    call(gate, 'success', 1_003);
    expect(gate.state(1_003)).toBe('closed');
  });

  test('takes a slow probe for a failed one', () => {
    const gate = tripped(0, { ...policy, slowMs: 200 });
    gate.leave(gate.enter(1_000), 'success', 500, 1_500);
    expect(gate.state(1_500)).toBe('open');
  });
});

describe('probes that never end', () => {
  test('give way to others after as long as the gate stays open, and say nothing more', () => {
    const gate = tripped(0);
    const hung = [gate.enter(1_000), gate.enter(1_000)];
    expect(gate.enter(1_999)).toBe(0);
    expect(gate.admits(2_000)).toBe(true);
    const fresh = [gate.enter(2_000), gate.enter(2_000)];
    gate.leave(hung[0]!, 'failure', 1_500, 2_500);
    for (const epoch of fresh) gate.leave(epoch, 'success', 1, 2_501);
    expect(gate.state(2_501)).toBe('closed');
  });

  test('a probe that was cancelled by its caller gives its place to another', () => {
    const gate = tripped(0);
    const probes = [gate.enter(1_000), gate.enter(1_000)];
    gate.leave(probes[0]!, 'nothing', 1, 1_001);
    expect(gate.state(1_001)).toBe('half_open');
    expect(gate.enter(1_001)).not.toBe(0);
    expect(gate.enter(1_001)).toBe(0);
  });
});

describe('the closing ramp', () => {
  const expectWithin = (value: number, least: number, most: number) => {
    expect(value).toBeGreaterThanOrEqual(least);
    expect(value).toBeLessThanOrEqual(most);
  };
  const ramped = { ...policy, rampMs: 1_000 };
  const closing = (at: number) => {
    const gate = tripped(at - 1_000, ramped);
    for (const epoch of [gate.enter(at), gate.enter(at)]) gate.leave(epoch, 'success', 1, at);
    return gate;
  };

  test('lets a growing share pass, evenly, and then everybody', () => {
    const gate = closing(0);
    expect(gate.state(0)).toBe('half_open');
    const passedIn = (from: number) =>
      Array.from({ length: 100 }, (_, index) => gate.enter(from + index / 10)).filter((epoch) => epoch !== 0)
        .length;
    expectWithin(passedIn(0), 8, 13);
    expectWithin(passedIn(500), 50, 60);
    expectWithin(passedIn(990), 95, 100);
    expect(gate.state(1_000)).toBe('closed');
    expect(passedIn(1_000)).toBe(100);
  });

  test('starves nobody who comes rarely', () => {
    const gate = closing(0);
    const passed = [100, 200, 300, 400, 500, 600].filter((at) => gate.enter(at) !== 0);
    expect(passed.length).toBeGreaterThanOrEqual(2);
  });

  test('opens again when what it lets pass fails', () => {
    const gate = closing(0);
    for (let at = 500; at < 1_000; at += 10) gate.leave(gate.enter(at), 'failure', 1, at);
    expect(gate.state(1_000)).toBe('open');
  });
});

describe('observing', () => {
  test('turns nobody away, and shows what it would do', () => {
    const gate = new Gate(policy, 'observe');
    for (let index = 0; index < 4; index += 1) call(gate, 'failure', 0);
    expect(gate.state(0)).toBe('open');
    expect(gate.admits(0)).toBe(true);
    expect(gate.enter(0)).not.toBe(0);
    gate.update(policy, 'auto');
    expect(gate.enter(0)).toBe(0);
  });
});

describe('forced', () => {
  test('forced open rejects and forced closed admits, whatever the calls do', () => {
    const gate = new Gate(policy);
    gate.update(policy, 'forced_open');
    expect([gate.state(0), gate.enter(0)]).toEqual(['forced_open', 0]);
    gate.update(policy, 'forced_closed');
    for (let index = 0; index < 20; index += 1) call(gate, 'failure', 0);
    expect(gate.state(0)).toBe('forced_closed');
    expect(gate.admits(0)).toBe(true);
  });

  test('handed back, it begins closed and ignores calls that passed while it was forced', () => {
    const gate = new Gate({ ...policy, minimumCalls: 1 }, 'forced_closed');
    const during = gate.enter(0);
    gate.update({ ...policy, minimumCalls: 1 }, 'auto');
    gate.leave(during, 'failure', 1, 1);
    expect(gate.state(1)).toBe('closed');
  });
});

test('a new policy applies at once and keeps the state', () => {
  const gate = tripped(0);
  gate.update({ ...policy, probes: 1 }, 'auto');
  expect(gate.state(500)).toBe('open');
  call(gate, 'success', 1_000);
  expect(gate.state(1_000)).toBe('closed');
});
