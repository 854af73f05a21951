import { describe, expect, it } from 'vitest';
import { readDemoOptions } from './demo-options.ts';

describe('the options of the demo', () => {
  it('starts on its usual ports with the data of earlier runs', () => {
    expect(readDemoOptions([], {})).toEqual({ fresh: false, check: undefined, freePorts: false });
  });

  it.each([
    [['--check'], 'loop', 10],
    [['--check', 'loop'], 'loop', 10],
    [['--check', 'healthy', '--minutes', '2'], 'healthy', 2],
    [['--fresh', '--check', 'rollouts'], 'rollouts', 10],
  ])('reads %j as the check %s', (args, name, minutes) => {
    expect(readDemoOptions(args, {}).check).toEqual({ name, minutes });
  });

  it('takes free ports from the command line or the environment', () => {
    expect(readDemoOptions(['--ports', 'free'], {}).freePorts).toBe(true);
    expect(readDemoOptions([], { BREAKWATER_PORTS: 'free' }).freePorts).toBe(true);
  });

  it.each([
    [['--frsh'], 'frsh'],
    [['loop'], 'loop'],
    [['--check', 'everything'], 'loop, healthy, rollouts'],
    [['--check', '--minutes', 'ten'], 'ten'],
    [['--ports', '4000'], '4000'],
  ])('refuses %j and says why', (args, reason) => {
    expect(() => readDemoOptions(args, {})).toThrow(reason);
  });
});
