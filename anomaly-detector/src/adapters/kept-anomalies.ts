import { join } from 'node:path';
import { z } from 'zod';
import { Alert } from '../contract/index.ts';
import type { AnomalyLog } from '../store/anomaly-log.ts';
import type { Kept } from './kept-json.ts';

/** What is on disk: the alerts, and when they were written (epoch ms). */
const Stored = z.object({ at: z.number(), alerts: z.array(Alert) });

/** How the log of anomalies is kept; `isHeld` says whether an alert that ran when it was stored runs still. */
export const keptAnomalies = (
  dataDir: string,
  anomalies: AnomalyLog,
  parts: { now(): number; isHeld(alert: Alert): boolean },
): Kept => ({
  file: join(dataDir, 'detector', 'anomalies.json'),
  name: 'anomalies',
  version: () => anomalies.version,
  snapshot: () => ({ at: parts.now(), alerts: anomalies.snapshot() }),
  restore: (content) => {
    const { at, alerts } = Stored.parse(content);
    anomalies.restore(alerts, at, parts.isHeld);
  },
});
