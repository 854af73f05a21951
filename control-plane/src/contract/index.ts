export {
  Alert,
  BandRange,
  DetectorContext,
  DetectorStatus,
  IncidentReport,
  SeriesStatus,
  Warmth,
} from '@breakwater/anomaly-detector/contract';
export { Role, roles, Session, SignIn, User } from './access.ts';
export { AuditEntry, AuditPage } from './audit.ts';
export { ChangeEvent, ChangeKind, ChangeList, ReportChange } from './change.ts';
export { Incident, IncidentList, IncidentStatus, ResolveRequest, TimelineEntry } from './incident.ts';
export { GuardState, Heartbeat, Instance, InstanceList } from './instance.ts';
export { Fault, FaultKind, FaultRequest, Lab, LoadRequest } from './lab.ts';
export { LiveEvent } from './live.ts';
export { Problem } from './problem.ts';
export {
  CreateRollout,
  Rollout,
  RolloutAction,
  RolloutEvent,
  RolloutList,
  RolloutStatus,
  Stage,
} from './rollout.ts';
export { Health, Service, ServiceList } from './service.ts';
export {
  ChangeAccepted,
  KillRequest,
  Propagation,
  RestoreRequest,
  Switch,
  SwitchList,
  SwitchState,
} from './switch.ts';
