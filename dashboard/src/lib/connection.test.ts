import { beforeEach, expect, test } from 'vitest';
import { connectionStore, reportAnswer, reportEvent, reportSilence } from './connection.ts';

const askedAt = 1_000_000;

beforeEach(() => {
  reportAnswer(askedAt - 60_000);
  reportEvent(askedAt - 1);
});

test('a request without an answer tells that the control plane is away, until there is one', () => {
  reportSilence(askedAt, 'It does not answer.');
  expect(connectionStore.get()).toMatchObject({ awayReason: 'It does not answer.' });
  expect(connectionStore.get().awaySince).not.toBeNull();
  reportAnswer(askedAt + 9000);
  expect(connectionStore.get().awaySince).toBeNull();
});

test('one slow answer among others is no silence', () => {
  reportAnswer(askedAt + 10);
  reportSilence(askedAt, 'It does not answer.');
  expect(connectionStore.get().awaySince).toBeNull();
});

test('a live event since then is a sign as well', () => {
  reportEvent(askedAt + 10);
  reportSilence(askedAt, 'It does not answer.');
  expect(connectionStore.get().awaySince).toBeNull();
});
