import { describe, expect, it } from 'vitest';
import { allOrNone } from './all-or-none.ts';

describe('starting several things together', () => {
  it('gives all results in their order', async () => {
    const starts = [Promise.resolve(1), Promise.resolve('two')] as const;
    expect(await allOrNone(starts, () => {})).toEqual([1, 'two']);
  });

  it('tells the others of a failure, waits for them, and passes on the error that came first', async () => {
    const given = new AbortController();
    const ended: string[] = [];
    const patient = new Promise<never>((_, reject) => {
      given.signal.addEventListener('abort', () => {
        ended.push('patient');
        reject(new Error('stopped while it was starting'));
      });
    });
    const failing = Promise.reject(new Error('no such database'));
    await expect(allOrNone([patient, failing], () => given.abort())).rejects.toThrow('no such database');
    expect(ended).toEqual(['patient']);
  });
});
