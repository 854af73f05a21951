import { describe, expect, it } from 'vitest';
import type { Exit, ManagedProcess } from '../process/managed-process.ts';
import { createSupervisor } from './supervisor.ts';

interface Sample extends ManagedProcess {
  die(exit: Exit): void;
}

function sample(name: string, order: string[] = []): Sample {
  const { promise, resolve } = Promise.withResolvers<Exit>();
  let gone = false;
  const die = (exit: Exit) => {
    gone = true;
    resolve(exit);
  };
  return {
    name,
    pid: 1,
    logFile: `${name}.log`,
    exited: promise,
    hasExited: () => gone,
    die,
    stop: async () => {
      order.push(name);
      die({ code: 0, signal: null });
    },
  };
}

const noTime = async () => {};

describe('the supervisor', () => {
  it('starts a process that died again, after telling how it ended and where its log is', async () => {
    const said: string[] = [];
    const replaced = Promise.withResolvers<void>();
    const supervisor = createSupervisor({
      say: (text) => said.push(text),
      onChange: replaced.resolve,
      wait: noTime,
    });
    const first = sample('order-1');
    const second = sample('order-1');
    const restarts: boolean[] = [];
    await supervisor.run(async (isRestart) => {
      restarts.push(isRestart);
      return isRestart ? second : first;
    });
    first.die({ code: null, signal: 'SIGKILL' });
    await replaced.promise;
    expect(restarts).toEqual([false, true]);
    expect(said[0]).toMatch(/order-1 ended \(SIGKILL\).*order-1\.log/);
    expect(supervisor.processes()).toEqual([second]);
    await supervisor.stop();
  });

  it('waits longer each time while a process keeps dying, and briefly again after a steady while', async () => {
    const waits: number[] = [];
    let clock = 0;
    let replaced = Promise.withResolvers<void>();
    const supervisor = createSupervisor({
      say: () => {},
      onChange: () => replaced.resolve(),
      now: () => clock,
      wait: async (ms) => void waits.push(ms),
    });
    let current = sample('order-1');
    await supervisor.run(async (isRestart) => {
      if (isRestart) current = sample('order-1');
      return current;
    });
    for (const livedMs of [0, 0, 0, 0, 0, 0, 0, 120_000]) {
      replaced = Promise.withResolvers<void>();
      clock += livedMs;
      current.die({ code: 1, signal: null });
      await replaced.promise;
    }
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 1_000]);
    await supervisor.stop();
  });

  it('stops the groups in reverse order and starts nothing after that', async () => {
    const order: string[] = [];
    const supervisor = createSupervisor({ say: () => {}, onChange: () => {} });
    await supervisor.run(async () => sample('postgres', order));
    supervisor.group();
    await supervisor.run(async () => sample('control-plane', order));
    supervisor.group();
    await supervisor.run(async () => sample('lab', order));
    await supervisor.stop();
    expect(order).toEqual(['lab', 'control-plane', 'postgres']);
    await expect(supervisor.run(async () => sample('late', order))).rejects.toThrow(/given up/);
  });

  it('passes on why a first start failed', async () => {
    const supervisor = createSupervisor({ say: () => {}, onChange: () => {} });
    await expect(
      supervisor.run(async () => {
        throw new Error('no such file');
      }),
    ).rejects.toThrow('no such file');
    await supervisor.stop();
  });
});
