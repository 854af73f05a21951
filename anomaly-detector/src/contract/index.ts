export { BandRange, DetectorStatus, DeviationKind, SeriesStatus, Warmth } from './band.ts';
export { ChangeEvent, ChangeKind } from './change.ts';
export { DetectorContext } from './context.ts';
export { Alert, IncidentReport } from './incident-report.ts';
export { Direction, Series, Signal, signals, Worse } from './metric.ts';
export { Past, type PastSeries, Taught } from './past.ts';
export { SwitchHint } from './switch-hint.ts';
export { Instant } from './time.ts';
export { topics } from './topics.ts';
