import { setTimeout as sleep } from 'node:timers/promises';
import type { Admin } from 'kafkajs';
import { topics } from '../../contract/index.ts';

/** The topics of one detector. */
export type TopicNames = { samples: string; deadLetters: string; state: string; alerts: string };

/** The names of the topics, all with a prefix where several detectors share a broker. */
export const topicNames = (prefix: string): TopicNames => ({
  samples: prefix + topics.samples,
  deadLetters: `${prefix}${topics.samples}.dlq`,
  state: prefix + topics.state,
  alerts: prefix + topics.alerts,
});

const settleMs = 15_000;
const day = 86_400_000;

/** Creates the topics that are not there; throws where one has another number of partitions than it should. */
export async function ensureTopics(admin: Admin, names: TopicNames, partitions: number): Promise<void> {
  await ensureTopic(admin, names.samples, partitions, { 'retention.ms': String(day) });
  await ensureTopic(admin, names.state, partitions, {
    'cleanup.policy': 'compact',
    // Pieces that a newer snapshot has replaced go within minutes, not once a gigabyte has come together.
    'segment.bytes': String(64 * 1024 * 1024),
    'segment.ms': String(10 * 60_000),
  });
  await ensureTopic(admin, names.deadLetters, null, {});
  await ensureTopic(admin, names.alerts, null, {});
}

const defaultPartitions = 6;

async function ensureTopic(
  admin: Admin,
  topic: string,
  partitions: number | null,
  settings: Record<string, string>,
): Promise<void> {
  const configEntries = Object.entries(settings).map(([name, value]) => ({ name, value }));
  const wanted = {
    topic,
    numPartitions: partitions ?? defaultPartitions,
    replicationFactor: -1,
    configEntries,
  };
  if ((await partitionsOf(admin, topic)) === 0)
    await admin.createTopics({ topics: [wanted], waitForLeaders: false });
  const deadline = performance.now() + settleMs;
  let found = await partitionsOf(admin, topic);
  for (; found === 0 && performance.now() < deadline; found = await partitionsOf(admin, topic))
    await sleep(20);
  if (found === 0) throw new Error(`expected ${topic} to be served within ${settleMs / 1000} s`);
  if (partitions !== null && found !== partitions) {
    throw new Error(
      `expected ${partitions} partitions of ${topic}, got ${found}: a series would move to a partition that has not learnt it; set BREAKWATER_DETECTOR_PARTITIONS to ${found}, or begin anew with new topics (BREAKWATER_DETECTOR_TOPIC_PREFIX)`,
    );
  }
}

/** How many partitions of a topic are served by their leaders; 0 where not all are. */
async function partitionsOf(admin: Admin, topic: string): Promise<number> {
  try {
    const { topics: known } = await admin.fetchTopicMetadata({ topics: [topic] });
    const partitions = known[0]?.partitions ?? [];
    if (partitions.some(({ leader }) => leader < 0)) return 0;
    const served = await admin.fetchTopicOffsets(topic);
    return served.length === partitions.length ? partitions.length : 0;
  } catch (error) {
    if ((error as { retriable?: boolean }).retriable === true) return 0;
    throw error;
  }
}
