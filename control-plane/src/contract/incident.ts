import { Acceptance, ChangeEvent, IncidentReport, knownKeys } from '@breakwater/anomaly-detector/contract';
import { z } from 'zod';

export const IncidentStatus = z.enum(['open', 'acknowledged', 'mitigated', 'resolved']);
export type IncidentStatus = z.infer<typeof IncidentStatus>;

/** One line of an incident's history, oldest first. */
export const TimelineEntry = z.object({
  at: z.iso.datetime(),
  kind: z.enum([
    'opened',
    'alert',
    'alert_ended',
    'change',
    'acknowledged',
    'killed',
    'confirmed',
    'restored',
    'rollout',
    'recovered',
    'resolved',
    'note',
  ]),
  text: z.string(),
  actor: z.string().nullable(),
  /** A change, an alert's fingerprint, or a switch key, by kind. */
  ref: z.string().nullable(),
});
export type TimelineEntry = z.infer<typeof TimelineEntry>;

/** The detector's report plus what people did about it. */
export const Incident = z.object({
  report: IncidentReport,
  status: IncidentStatus,
  acknowledgedBy: z.string().nullable(),
  acknowledgedAt: z.iso.datetime().nullable(),
  mitigatedAt: z.iso.datetime().nullable(),
  resolvedBy: z.string().nullable(),
  resolvedAt: z.iso.datetime().nullable(),
  /** Seconds from the kill that helped to `recoveredAt`; null until known. */
  recoveredAfterKillS: z.number().nullable(),
  timeline: z.array(TimelineEntry),
  /** The suspects' and the cleared changes' own records. */
  changes: z.array(ChangeEvent),
});
export type Incident = z.infer<typeof Incident>;

export const IncidentList = z.object({ incidents: z.array(Incident) });
export type IncidentList = z.infer<typeof IncidentList>;

export const ResolveRequest = z.object({
  note: z.string().trim().min(3, 'say in at least 3 characters what was learnt').max(2000),
});
export type ResolveRequest = z.infer<typeof ResolveRequest>;

/** Why an alert is no anomaly. */
export const AcceptRequest = knownKeys({
  note: z.string().trim().min(3, 'say in at least 3 characters why it is normal').max(2000),
});
export type AcceptRequest = z.infer<typeof AcceptRequest>;

/** Everything that people have called no anomaly, oldest first. */
export const AcceptedList = z.object({ accepted: z.array(Acceptance) });
export type AcceptedList = z.infer<typeof AcceptedList>;
