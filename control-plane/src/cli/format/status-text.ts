import type {
  DetectorStatus,
  Incident,
  InstanceList,
  LevelStatus,
  Rollout,
  SwitchList,
  User,
} from '../../contract/index.ts';
import { stateText } from './switch/switch-text.ts';
import { termText } from './switch/term-text.ts';
import { facts } from './table.ts';
import { age, duration, percent } from './time.ts';

/** What `breakwater status` shows; what cannot be known while Postgres or the detector is away is null. */
export type Status = {
  server: string;
  environment: string;
  user: User;
  switches: SwitchList;
  levels: LevelStatus | null;
  instances: InstanceList;
  incidents: Incident[] | null;
  rollouts: Rollout[] | null;
  detector: DetectorStatus | null;
};

const unknown = 'not known: Postgres is away';

/** Where things stand, what needs a person first. */
export function statusText(status: Status, now: number): string {
  return facts([
    ['server', `${status.server} (${status.environment})`],
    ['signed in', `${status.user.email}, ${status.user.role}`],
    ['incidents', incidentsText(status.incidents, now)],
    ['level', levelText(status.levels)],
    ['switches', switchesText(status.switches, now)],
    ...warningsOf(status.switches),
    ['instances', instancesText(status.instances)],
    ['rollouts', rolloutsText(status.rollouts)],
    ['detector', detectorText(status.detector)],
  ]);
}

function incidentsText(incidents: readonly Incident[] | null, now: number): string {
  if (incidents === null) return unknown;
  const current = incidents.filter(({ status }) => status !== 'resolved');
  if (current.length === 0) return 'none open';
  return current
    .map(({ status, report }) => `${status} ${report.id} (${age(report.openedAt, now)}): ${report.title}`)
    .join('; ');
}

function levelText(status: LevelStatus | null): string {
  if (status === null) return unknown;
  const { current, levels } = status;
  const title = levels.find(({ id }) => id === current)?.title;
  return title === undefined ? current : `${current} ${title}`;
}

function switchesText({ switches, databaseAway }: SwitchList, now: number): string {
  const killed = switches.filter(({ state }) => state === 'KILLED');
  const between = switches.filter(({ state }) => state === 'RESTORING' || state === 'DRILL');
  const names = killed.map((one) => (one.term === null ? one.key : `${one.key} ${termText(one, now)}`));
  return [
    ...(databaseAway ? ['as last known'] : []),
    ...(killed.length === 0 ? [] : [`${killed.length} KILLED (${names.join('; ')})`]),
    ...between.map((one) => `${one.key} ${stateText(one)}`),
    `${switches.length - killed.length - between.length} LIVE`,
  ].join(', ');
}

/** What somebody should do about a kill. */
function warningsOf({ switches }: SwitchList): [string, string][] {
  return switches.flatMap(({ key, term }): [string, string][] =>
    term?.warningText ? [['attention', `${key}: ${term.warningText}`]] : [],
  );
}

function instancesText({ instances, revision }: InstanceList): string {
  const speaking = instances.filter(({ silent }) => !silent);
  const current = speaking.filter((instance) => instance.revision >= revision);
  const silent = instances.filter((instance) => instance.silent).map(({ instanceId }) => instanceId);
  const text = `${current.length}/${speaking.length} at revision ${revision}`;
  return silent.length === 0 ? text : `${text}; silent: ${silent.join(', ')}`;
}

function rolloutsText(rollouts: readonly Rollout[] | null): string {
  if (rollouts === null) return unknown;
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
