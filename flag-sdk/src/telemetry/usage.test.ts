import { expect, test } from 'vitest';
import { Usage } from './usage.ts';

test('counts yes, no and variants per flag, and begins anew once they are taken', () => {
  const usage = new Usage();
  usage.count('badges', true, undefined);
  usage.count('badges', false, undefined);
  usage.count('colour', true, 'blue');
  expect(Object.fromEntries(usage.take())).toEqual({
    badges: { yes: 1, no: 1, variants: {} },
    colour: { yes: 1, no: 0, variants: { blue: 1 } },
  });
  expect(usage.take().size).toBe(0);
  expect(usage.asked()).toEqual(['badges', 'colour']);
});

test('counts that could not be delivered are added to those that came meanwhile', () => {
  const usage = new Usage();
  usage.count('colour', true, 'blue');
  const taken = usage.take();
  usage.count('colour', false, 'blue');
  usage.count('other', true, undefined);
  usage.giveBack(taken);
  expect(Object.fromEntries(usage.take())).toEqual({
    colour: { yes: 1, no: 1, variants: { blue: 2 } },
    other: { yes: 1, no: 0, variants: {} },
  });
});

test('keys made up at run time do not fill the memory', () => {
  const usage = new Usage();
  for (let index = 0; index < 5_000; index += 1) usage.count(`flag-${index}`, true, undefined);
  usage.count('x'.repeat(201), true, undefined);
  expect(usage.asked()).toHaveLength(2_000);
  expect(usage.take().size).toBe(2_000);
});

test('flags may be called as they like', () => {
  const usage = new Usage();
  usage.count('__proto__', true, 'constructor');
  usage.count('__proto__', true, 'constructor');
  expect(JSON.stringify([...usage.take()])).toBe(
    '[["__proto__",{"yes":2,"no":0,"variants":{"constructor":2}}]]',
  );
});
