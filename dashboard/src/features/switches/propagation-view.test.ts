import type { Propagation } from '@breakwater/control-plane/contract';
import { expect, test } from 'vitest';
import { instanceProofs, propagationView } from './propagation-view.ts';

const at = '2026-11-21T02:51:07.000Z';
const start = Date.parse(at);

function propagation(confirmations: (number | null)[]): Propagation {
  const done = confirmations.filter((ms): ms is number => ms !== null);
  return {
    changeId: 'c1',
    revision: 12,
    at,
    total: confirmations.length,
    confirmed: done.length,
    confirmedMs: confirmations.length > 0 && done.length === confirmations.length ? Math.max(...done) : null,
    instances: confirmations.map((confirmedMs, i) => ({
      id: `gateway-${i + 1}`,
      service: 'gateway',
      revision: confirmedMs === null ? 11 : 12,
      confirmedMs,
    })),
  };
}

test('a kill is proven once every instance has confirmed', () => {
  const view = propagationView('KILLED', propagation([120, 750]), start + 1000);
  expect(view.phrase).toBe('KILLED · 2/2 confirmed in 750 ms');
  expect(view.phrase).toMatch(/KILLED · \d+\/\d+ confirmed in \d+ ms/);
  expect(view.mark).toBe('bad');
});

test('a partial kill stays amber and names who is awaited', () => {
  const view = propagationView('KILLED', propagation([120, null]), start + 400);
  expect(view).toEqual({
    mark: 'partial',
    phrase: 'KILLED · 1/2 confirmed',
    awaited: ['gateway-2'],
    awaitedText: 'Waiting for: gateway-2',
  });
});

test('who has not confirmed after three seconds is called silent', () => {
  expect(propagationView('KILLED', propagation([null, 90]), start + 3001).awaitedText).toBe(
    'Silent: gateway-1',
  );
});

test('without a running instance nothing is claimed', () => {
  const view = propagationView('KILLED', propagation([]), start);
  expect(view.mark).toBe('unknown');
  expect(view.phrase).toBe('KILLED · no running instance to confirm');
});

test('a restore is proven in the same way', () => {
  expect(propagationView('LIVE', propagation([60]), start)).toMatchObject({
    mark: 'ok',
    phrase: 'LIVE · 1/1 confirmed in 60 ms',
  });
});

test('a switch that never changed is what it is', () => {
  expect(propagationView('LIVE', null, start)).toMatchObject({ mark: 'ok', phrase: 'LIVE' });
});

test('an instance that is no longer heard of is called silent at once', () => {
  const given = propagation([null, null]);
  given.instances[0] = { ...given.instances[0]!, silent: true };
  expect(propagationView('KILLED', given, start + 100).awaitedText).toBe(
    'Silent: gateway-1 · Waiting for: gateway-2',
  );
});

test('between killed and live the share is named, and it stays amber however many confirm', () => {
  expect(propagationView('RESTORING', propagation([60]), start, 25)).toMatchObject({
    mark: 'partial',
    phrase: 'RESTORING 25 % · 1/1 confirmed in 60 ms',
  });
});

test('a kill that only the journal holds says so', () => {
  const phrase = propagationView('KILLED', { ...propagation([60]), journaled: true }, start).phrase;
  expect(phrase).toBe('KILLED · 1/1 confirmed in 60 ms · in the journal only');
});

test('each instance tells when it got, held and used the change, the unproven ones first', () => {
  const given = propagation([40, 50, null, null]);
  given.instances[0] = { ...given.instances[0]!, deliveredMs: 12, effectiveMs: 90, proof: 'heartbeat' };
  given.instances[1] = { ...given.instances[1]!, idle: true, proof: 'etag' };
  given.instances[2] = { ...given.instances[2]!, deliveredMs: 15, proof: 'stream' };
  const lines = instanceProofs(given, start + 100);
  expect(lines.map(({ id, word }) => `${id} ${word}`)).toEqual([
    'gateway-3 not provable',
    'gateway-4 waiting',
    'gateway-1 in effect',
    'gateway-2 held',
  ]);
  expect(lines[2]).toMatchObject({ account: 'delivered 12 ms · held 40 ms · in effect 90 ms', mark: 'ok' });
  expect(lines[3]?.account).toBe('delivered – · held 50 ms · not used yet · by the ETag of its polls');
});

test('an instance that is ahead of the server is not called silent', () => {
  const given = propagation([null]);
  given.instances[0] = { ...given.instances[0]!, ahead: true };
  expect(propagationView('KILLED', given, start + 9000).awaitedText).toBe('Ahead of the server: gateway-1');
  expect(instanceProofs(given, start + 9000)[0]?.word).toBe('ahead');
});
