import { ChangeEvent } from '@breakwater/anomaly-detector/contract';
import { z } from 'zod';
import { Drill } from './drill.ts';
import { Incident } from './incident.ts';
import { InstanceList } from './instance.ts';
import { Lab } from './lab.ts';
import { LevelStatus } from './level.ts';
import { Policy } from './policy.ts';
import { Rollout } from './rollout.ts';
import { KillWarning, Propagation, Switch } from './switch.ts';

/** Somebody should look at a kill: it expires soon, it has expired and may not be restored yet, or it has no end. */
export const Reminder = z.object({
  key: z.string(),
  kind: KillWarning,
  text: z.string(),
  at: z.iso.datetime(),
});
export type Reminder = z.infer<typeof Reminder>;

/** Server-sent events of `GET /api/v1/live`: the event's name is `type`, its data the JSON of `data`. */
export const LiveEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('switch'), data: Switch }),
  z.object({ type: z.literal('propagation'), data: Propagation }),
  z.object({ type: z.literal('instances'), data: InstanceList }),
  z.object({ type: z.literal('incident'), data: Incident }),
  z.object({ type: z.literal('rollout'), data: Rollout }),
  z.object({ type: z.literal('change'), data: ChangeEvent }),
  z.object({ type: z.literal('lab'), data: Lab }),
  z.object({ type: z.literal('level'), data: LevelStatus }),
  z.object({ type: z.literal('drill'), data: Drill }),
  z.object({ type: z.literal('policy'), data: Policy }),
  z.object({ type: z.literal('reminder'), data: Reminder }),
  z.object({ type: z.literal('heartbeat'), data: z.object({ at: z.iso.datetime() }) }),
]);
export type LiveEvent = z.infer<typeof LiveEvent>;
