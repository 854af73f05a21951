import { z } from 'zod';
import { DeviationKind } from './band.ts';
import { Direction, Signal } from './metric.ts';
import { Instant } from './time.ts';

/** One deviation of one series, from its first deviating row to its end. Topic `detector.alerts.v1`. */
export const Alert = z.object({
  /** The same for each alert of the same series. */
  fingerprint: z.string().min(1),
  seriesKey: z.string().min(1),
  service: z.string().min(1),
  direction: Direction,
  peer: z.string(),
  metric: z.string().min(1),
  signal: Signal,
  unit: z.string(),
  kind: DeviationKind,
  startsAt: Instant,
  /** Absent while it lasts. */
  endsAt: Instant.nullable(),
  score: z.number().min(0).max(1),
  /** The last value that deviated, and the worst since the first, to the side on which it began; where none came, what was expected. */
  value: z.number(),
  extreme: z.number().optional(),
  /** What was expected when the deviation became an alert. */
  expected: z.number(),
  lower: z.number(),
  upper: z.number(),
  /** Hour of the week (UTC) that the expected is of, such as "Fri 14:00"; absent where it does not depend on the hour. */
  hour: z.string().optional(),
  /** Such as "p95 of gateway -> recommendation was up to 840 ms, expected 20-45 ms, for 12 s", with the extreme where there is one. */
  sentence: z.string(),
  /** Why it belongs to its incident, one line. */
  why: z.string(),
});
export type Alert = z.infer<typeof Alert>;

/** The name of an alert: its series has one that starts at a time. */
export const alertIdOf = ({ fingerprint, startsAt }: Pick<Alert, 'fingerprint' | 'startsAt'>): string =>
  `${fingerprint}-${Date.parse(startsAt)}`;

const Reasons = z.array(z.string());
const Confidence = z.number().min(0).max(1);

/** What the detector knows of an incident; sent whole at every change and stored by the control plane. */
export const IncidentReport = z.object({
  id: z.string().min(1),
  openedAt: Instant,
  /** When the symptoms began: the earliest alert start. */
  startedAt: Instant,
  /** When every alert had ended; null while any lasts. */
  recoveredAt: Instant.nullable(),
  /** One line, such as "recommendation: latency and errors up, felt by gateway". */
  title: z.string().min(1),
  services: z.array(z.string()),
  alerts: z.array(Alert),
  /** Best first; every candidate is listed. */
  origins: z.array(z.object({ service: z.string(), confidence: Confidence, reasons: Reasons })),
  /** Best first. */
  suspects: z.array(z.object({ changeId: z.string(), confidence: Confidence, reasons: Reasons })),
  cleared: z.array(z.object({ changeId: z.string(), reasons: Reasons })),
  verdict: z.enum(['change', 'no_change', 'unknown']),
  /** The kill switch that cuts the symptom; null where none does. */
  suggestion: z.object({ switchKey: z.string(), reasons: Reasons }).nullable(),
});
export type IncidentReport = z.infer<typeof IncidentReport>;
