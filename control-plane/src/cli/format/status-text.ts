import type {
  DetectorStatus,
  Incident,
  InstanceList,
  Rollout,
  SwitchList,
  User,
} from '../../contract/index.ts';
import { facts } from './table.ts';
import { age, duration, percent } from './time.ts';

/** What `breakwater status` shows; `detector` is null while the detector is away. */
export type Status = {
  server: string;
  environment: string;
  user: User;
  switches: SwitchList;
  instances: InstanceList;
  incidents: Incident[];
  rollouts: Rollout[];
  detector: DetectorStatus | null;
};

/** Where things stand, what needs a person first. */
export function statusText(status: Status, now: number): string {
  return facts([
    ['server', `${status.server} (${status.environment})`],
    ['signed in', `${status.user.email}, ${status.user.role}`],
    ['incidents', incidentsText(status.incidents, now)],
    ['switches', switchesText(status.switches)],
    ['instances', instancesText(status.instances)],
    ['rollouts', rolloutsText(status.rollouts)],
    ['detector', detectorText(status.detector)],
  ]);
}

function incidentsText(incidents: readonly Incident[], now: number): string {
  const current = incidents.filter(({ status }) => status !== 'resolved');
  if (current.length === 0) return 'none open';
  return current
    .map(({ status, report }) => `${status} ${report.id} (${age(report.openedAt, now)}): ${report.title}`)
    .join('; ');
}

function switchesText({ switches }: SwitchList): string {
  const killed = switches.filter(({ state }) => state === 'KILLED').map(({ key }) => key);
  const live = switches.length - killed.length;
  return killed.length === 0
    ? `${live} LIVE`
    : `${killed.length} KILLED (${killed.join(', ')}), ${live} LIVE`;
}

function instancesText({ instances, revision }: InstanceList): string {
  const speaking = instances.filter(({ silent }) => !silent);
  const current = speaking.filter((instance) => instance.revision >= revision);
  const silent = instances.filter((instance) => instance.silent).map(({ instanceId }) => instanceId);
  const text = `${current.length}/${speaking.length} at revision ${revision}`;
  return silent.length === 0 ? text : `${text}; silent: ${silent.join(', ')}`;
}

function rolloutsText(rollouts: readonly Rollout[]): string {
  const moving = rollouts.filter(
    ({ status }) => status === 'running' || status === 'held' || status === 'paused',
  );
  return (
    moving.map(({ flag, status, percent: share }) => `${flag} ${status} at ${share} %`).join('; ') ||
    'none under way'
  );
}

function detectorText(detector: DetectorStatus | null): string {
  if (detector === null) return 'away: nothing is watched now';
  const down = detector.targets.filter(({ up }) => !up).map(({ instance }) => instance);
  const warmth = detector.warmth.ready
    ? 'warm'
    : `${percent(detector.warmth.share)} warm, ready in ${duration(detector.warmth.remainingS * 1000)}`;
  const text = `${warmth}, ${detector.seriesCount} series`;
  return down.length === 0 ? text : `${text}; targets down: ${down.join(', ')}`;
}
