import { expect, it } from 'vitest';
import { SingleFlight } from './single-flight.ts';

it('everybody who asks during a run shares one further run', async () => {
  const gates: (() => void)[] = [];
  let runs = 0;
  const flight = new SingleFlight(async () => {
    const run = ++runs;
    await new Promise<void>((resolve) => gates.push(resolve));
    return run;
  });
  const first = flight.run();
  const others = [flight.run(), flight.run(), flight.run()];
  gates.shift()!();
  expect(await first).toBe(1);
  await expect.poll(() => gates.length).toBe(1);
  gates.shift()!();
  expect(await Promise.all(others)).toEqual([2, 2, 2]);
  expect(runs).toBe(2);
});

it('a run that fails is its own callers’ failure only', async () => {
  let runs = 0;
  const flight = new SingleFlight(async () => {
    runs += 1;
    if (runs === 1) throw new Error('away');
    return 'there';
  });
  const first = flight.run();
  const second = flight.run();
  await expect(first).rejects.toThrow('away');
  await expect(second).resolves.toBe('there');
});
