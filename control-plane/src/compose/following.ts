import { join } from 'node:path';
import { killJournal } from '../adapters/journal/kill-journal.ts';
import type { Metrics } from '../adapters/telemetry/metrics.ts';
import type { Flags } from '../adapters/unleash/open-flags.ts';
import { ChangeLedger } from '../services/change-ledger.ts';
import { GuardHistory } from '../services/guard-history.ts';
import { HeartbeatIntake } from '../services/heartbeat-intake.ts';
import { InstanceRegistry } from '../services/instance-registry.ts';
import { LastKnown } from '../services/kill-anyway.ts';
import { LiveBuffer } from '../services/live-buffer.ts';
import { LiveView } from '../services/live-view.ts';
import { OutageKills, type OutageKillsDeps } from '../services/outage-kills.ts';
import { PropagationTracker } from '../services/propagation-tracker.ts';
import { lookAt } from '../services/switches.ts';
import type { Ground } from './ground.ts';
import { liveReaders } from './live-readers.ts';
import type { Reads } from './reads.ts';

/** What follows a change from the flag engine to every instance, and shows it. */
export interface Following {
  registry: InstanceRegistry;
  history: GuardHistory;
  tracker: PropagationTracker;
  ledger: ChangeLedger;
  intake: HeartbeatIntake;
  buffer: LiveBuffer;
  view: LiveView;
  reads: Reads;
  /** Set once there is something to kill with. */
  replay: { kill?: OutageKillsDeps['killSwitch'] };
}

export function openFollowing(
  { config, store, watch, now, warn, onClose }: Ground,
  flags: Flags,
  metrics: Metrics,
): Following {
  const { environment } = config;
  const revision = () => flags.streams.revision;
  const history = new GuardHistory();
  const registry = new InstanceRegistry({
    deliveredTo: (id) => flags.streams.deliveredTo(id),
    onBeat: (beat, at) => {
      if (beat.environment === environment) history.take(beat, at);
    },
  });
  const buffer = new LiveBuffer(now().toString(36));
  const tracker = new PropagationTracker({
    store,
    registry,
    revision,
    now,
    onProgress: ({ changeId }, tookMs) => {
      for (const ms of tookMs) metrics.confirmations.observe(ms / 1000);
      view.show({ kind: 'propagation', id: changeId });
    },
    onError: warn('confirmations could not be stored yet'),
  });
  onClose(() => tracker.flush().catch(() => undefined));
  flags.streams.onSent(() => tracker.recheck());
  const ledger = new ChangeLedger({ store, environment, registry, tracker, revision, now });
  const replay: Following['replay'] = {};
  const outage = new OutageKills({
    journal: killJournal(
      join(config.dataDir, 'kill-journal', environment),
      warn('a file of the journal is unreadable'),
    ),
    store,
    registry,
    look: lookAt(registry, revision, now),
    environment,
    revision,
    now,
    setOverrides: (open, settled) => flags.streams.setOverrides(open, settled),
    canRead: () => !watch.isAway,
    killSwitch: (kill, how) => replay.kill!(kill, how),
    onNews: (news) => view.show(news),
  });
  const lastKnown = new LastKnown();
  const reads = {
    ...{ store, engine: flags.engine, tracker, registry, environment, revision, now },
    ...{ watch, outage, lastKnown },
  };
  const view = new LiveView(buffer, liveReaders(reads, store), warn('a live event could not be read'));
  onClose(() => view.close());
  const intake = new HeartbeatIntake({
    registry,
    onHeard: (instanceId) => {
      tracker.heard(instanceId);
      outage.heard(instanceId);
    },
    store,
    now,
    onNews: () => view.show({ kind: 'instances', id: '' }),
    onError: warn('heartbeats could not be stored yet'),
  });
  onClose(() => intake.close());
  return { registry, history, tracker, ledger, intake, buffer, view, reads, replay };
}
