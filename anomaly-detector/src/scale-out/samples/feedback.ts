import { z } from 'zod';
import { Acceptance } from '../../contract/index.ts';

/** What a person has said of an alert, on its way to whoever learns the series: no anomaly, or one after all. */
export const Feedback = z.discriminatedUnion('type', [
  z.object({ type: z.literal('accepted'), acceptance: Acceptance }),
  z.object({ type: z.literal('revoked'), id: z.string(), seriesKey: z.string() }),
]);
export type Feedback = z.infer<typeof Feedback>;

/** The series that it is about. */
export const seriesOf = (feedback: Feedback): string =>
  feedback.type === 'accepted' ? feedback.acceptance.seriesKey : feedback.seriesKey;
