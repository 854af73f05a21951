import type { Handle, Learning } from '../ingest/series/learning.ts';
import type { Learnt } from './learner.ts';
import type { LiveDetector } from './live-detector.ts';

/** Hands what is pushed to the detector; `now` gives epoch ms. */
export function liveLearning(detector: LiveDetector, now: () => number): Learning {
  const { learner } = detector.engine;
  // Handles are what `expect` gave.
  const learntOf = (handle: Handle) => handle as Learnt;
  return {
    // What is sent may all be refused: nothing is known of a series before its first value.
    admit: (series) => learner.expect(series),
    learn: (handle, at, value, count, time) => detector.feed(learntOf(handle), at, value, count, time),
    pause: (handle) => learner.pause(learntOf(handle)),
    forget: (handles) => detector.forget(handles.map(learntOf), now()),
    read: (readings) => detector.take(readings, 0, now()),
  };
}
