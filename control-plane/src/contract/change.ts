import { ChangeEvent, ChangeKind } from '@breakwater/anomaly-detector/contract';
import { z } from 'zod';

export { ChangeEvent, ChangeKind };

/** Posted by CI and by other tools: a deploy, a configuration push, a load test. */
export const ReportChange = z.object({
  kind: ChangeKind,
  services: z.array(z.string().min(1)).min(1),
  target: z.string().min(1).max(200),
  title: z.string().min(1).max(300),
  version: z.string().max(200).optional(),
  at: z.iso.datetime().optional(),
});
export type ReportChange = z.infer<typeof ReportChange>;

export const ChangeList = z.object({ changes: z.array(ChangeEvent) });
export type ChangeList = z.infer<typeof ChangeList>;
