export {
  Acceptance,
  Alert,
  alertIdOf,
  BandRange,
  DetectorContext,
  DetectorStatus,
  IncidentReport,
  SeriesStatus,
  Warmth,
} from '@breakwater/anomaly-detector/contract';
export { Role, roles, Session, SignIn, User } from './access.ts';
export { AuditEntry, AuditPage } from './audit.ts';
export { BlastRadius } from './blast-radius.ts';
export { ChangeEvent, ChangeKind, ChangeList, ReportChange } from './change.ts';
export { Drill, DrillEvidence, DrillList, DrillRequest, DrillSummary, DrillVerdict } from './drill.ts';
export {
  AcceptedList,
  AcceptRequest,
  Incident,
  IncidentList,
  IncidentStatus,
  ResolveRequest,
  TimelineEntry,
} from './incident.ts';
export { GuardState, Heartbeat, Instance, InstanceList } from './instance.ts';
export { Killability, SwitchKillability, UnkillableInstance, UnkillableReason } from './killability.ts';
export { Fault, FaultKind, FaultRequest, Lab, LoadRequest } from './lab.ts';
export {
  Level,
  LevelChanged,
  LevelId,
  LevelReport,
  LevelRequest,
  LevelResult,
  LevelStatus,
  levelIds,
} from './level.ts';
export { LiveEvent, Reminder } from './live.ts';
export {
  Policy,
  PolicyList,
  PolicyOverride,
  PolicySettings,
  PutPolicy,
  policyBounds,
  UnsetPolicy,
} from './policy.ts';
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
  KillTerm,
  KillWarning,
  Propagation,
  RenewRequest,
  RestoreProgress,
  RestoreRequest,
  restoreSteps,
  Switch,
  SwitchList,
  SwitchState,
  Tier,
} from './switch.ts';
