import type { AlertPolicy } from '../services/alert-policy.ts';
import type { LiveDetector } from '../services/live-detector.ts';
import type { AnomalyLog } from '../store/anomaly-log.ts';
import type { FeedbackParts } from './feedback-routes.ts';
import { HttpProblem } from './problem.ts';
import { asItStands } from './query/anomalies-route.ts';

/** What a detector that learns all series itself makes feedback of; `keepAccepted` resolves once it is on disk, and rejects where it cannot be. */
export type OwnFeedbackParts = {
  detector: LiveDetector;
  anomalies: AnomalyLog;
  policy: AlertPolicy;
  keepAccepted(): Promise<void>;
  now(): number;
};

/** Feedback that holds at once, for what is learnt here. */
export function ownFeedback(parts: OwnFeedbackParts): FeedbackParts {
  const { detector, anomalies, policy, keepAccepted, now } = parts;
  const keep = () =>
    keepAccepted().catch((error: Error) => {
      throw new HttpProblem(
        503,
        'feedback_not_kept',
        `it holds from now on, but could not be stored and would be lost at a restart (${error.message}): make room on the disk; storing it is tried again every ten seconds`,
      );
    });
  return {
    now,
    find: (id, at) => {
      const anomaly = anomalies.get(id);
      return anomaly && asItStands(anomaly, detector, at);
    },
    accepted: {
      list: async () => policy.list(),
      areAccepted: async (asked) => {
        const ids = new Set(policy.list().map(({ id }) => id));
        return asked.map(({ id }) => ids.has(id));
      },
      add: async (acceptance) => {
        const held = policy.hold(acceptance);
        await keep();
        return held;
      },
      revoke: async (id) => {
        if (!policy.revoke(id)) return false;
        await keep();
        return true;
      },
    },
  };
}
