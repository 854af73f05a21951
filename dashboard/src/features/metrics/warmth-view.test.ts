import type { DetectorStatus } from '@breakwater/control-plane/contract';
import { expect, test } from 'vitest';
import { warmthView } from './warmth-view.ts';

const target = (instance: string, up: boolean) => ({
  service: 's',
  instance,
  up,
  lastScrapeAt: null,
  error: '',
});

function status(ready: boolean, targets: ReturnType<typeof target>[]): DetectorStatus {
  return {
    startedAt: '2026-11-21T02:00:00.000Z',
    seriesCount: 24,
    warmth: { ready, share: ready ? 1 : 0.4, remainingS: ready ? 0 : 95 },
    samplesPerSecond: 10,
    targets,
    topology: [],
  };
}

test.each([
  ['all reached and warm', status(true, [target('a', true)]), 'ok', 'warm on 24 series'],
  ['still learning', status(false, [target('a', true)]), 'partial', 'learning, about 1 min 35 s to go'],
  [
    'one target away',
    status(true, [target('a', true), target('b', false)]),
    'partial',
    'warm, but does not reach b',
  ],
  ['all targets away', status(true, [target('a', false)]), 'bad', 'reaches none of its targets'],
])('%s', (_, given, mark, text) => {
  expect(warmthView(given)).toMatchObject({ mark, text });
});
