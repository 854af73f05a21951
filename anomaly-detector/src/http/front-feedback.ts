import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import type { SampleWriter } from '../adapters/kafka/sample-writer.ts';
import { Acceptance } from '../contract/index.ts';
import type { WorkerReports } from '../scale-out/front/worker-report.ts';
import type { Feedback } from '../scale-out/samples/feedback.ts';
import type { AnomalyLog } from '../store/anomaly-log.ts';
import type { FeedbackParts } from './feedback-routes.ts';
import { HttpProblem } from './problem.ts';
import { askWorker, workerAway } from './query/ask-worker.ts';
import { waitingForWorker } from './readiness.ts';

/** What a front makes feedback of. */
export type FrontFeedbackParts = {
  anomalies: AnomalyLog;
  workers: WorkerReports;
  writer: Pick<SampleWriter, 'say'>;
  now(): number;
};

const storeTimeoutMs = 5_000;
/** Whoever looks at anomalies does not wait for long to hear whether they are accepted. */
const glanceMs = 1_000;

const Answer = z.object({ accepted: z.array(Acceptance) });

/** Feedback that goes with the readings of its series to whoever learns them, now and after a take-over. */
export function frontFeedback({ anomalies, workers, writer, now }: FrontFeedbackParts): FeedbackParts {
  const list = async () => {
    const orphans = workers.orphans(now());
    if (orphans > 0) throw new HttpProblem(503, 'partition_not_held', waitingForWorker(orphans));
    const lists = await Promise.all(workers.living(now()).map(({ url }) => acceptedAt(url)));
    return lists.flat().sort((a, b) => (a.at < b.at ? -1 : 1));
  };
  const say = async (feedback: Feedback) => {
    const isStored = await Promise.race([writer.say(feedback), wait(storeTimeoutMs, false, { ref: false })]);
    if (!isStored)
      throw new HttpProblem(
        503,
        'feedback_not_kept',
        `expected Kafka to store it within ${storeTimeoutMs / 1000} s, it did not: it holds as soon as Kafka is back, unless this front ends before`,
      );
  };
  return {
    now,
    find: (id) => anomalies.get(id),
    accepted: {
      list,
      areAccepted: async (asked) => {
        const learners = asked.map(({ seriesKey }) => workers.learnersOf(seriesKey, now()));
        const urls = [...new Set(learners.flat().map(({ url }) => url))];
        const held = new Map<string, Set<string>>();
        const ask = async (url: string) => {
          const all = await acceptedAt(url, glanceMs).catch(() => null);
          if (all !== null) held.set(url, new Set(all.map(({ id }) => id)));
        };
        await Promise.all(urls.map(ask));
        return asked.map(({ id }, index) => {
          const known = learners[index]!.flatMap(({ url }) => held.get(url) ?? []);
          return known.length === 0 ? null : known.some((ids) => ids.has(id));
        });
      },
      add: async (acceptance) => {
        // Said again while a worker is away, the first word holds all the same.
        const before = (await list().catch(() => [])).find(({ id }) => id === acceptance.id);
        if (before === undefined) await say({ type: 'accepted', acceptance });
        return before ?? acceptance;
      },
      revoke: async (id) => {
        const known = (await list()).find((each) => each.id === id);
        if (known !== undefined) await say({ type: 'revoked', id, seriesKey: known.seriesKey });
        return known !== undefined;
      },
    },
  };
}

async function acceptedAt(url: string, timeoutMs?: number): Promise<Acceptance[]> {
  const answer = await askWorker(url, '/api/v1/accepted', timeoutMs);
  // One of another version may not know the path, or answer otherwise.
  if (!answer.ok) throw workerAway(url, `status ${answer.status}`);
  const parsed = Answer.safeParse(await answer.json().catch(() => null));
  if (!parsed.success) throw workerAway(url, 'an answer of another shape');
  return parsed.data.accepted;
}
