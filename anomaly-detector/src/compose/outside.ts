import { BusLink } from '../adapters/bus-link.ts';
import { ContextPoll } from '../adapters/control-plane-context.ts';
import type { Log } from '../adapters/log.ts';
import { ReportOutbox } from '../adapters/report-outbox.ts';
import type { Config } from '../config.ts';
import type { IncidentReport } from '../contract/index.ts';
import type { Engine } from '../services/engine.ts';

/** What the detector tells and hears beside metrics: incidents and changes, by the control plane and the bus. */
export type Outside = {
  outbox: ReportOutbox | null;
  bus: BusLink | null;
  report(report: IncidentReport): void;
  start(): void;
  /** Hears nothing more; what was told is still sent. */
  deafen(): void;
};

/** Links an engine with the control plane and the bus, where there are any. */
export function linkOutside(config: Config, engine: Engine, log: Log): Outside {
  const { controlPlaneUrl, detectorToken, busUrl, environment } = config;
  const outbox = controlPlaneUrl === null ? null : new ReportOutbox(controlPlaneUrl, detectorToken, log);
  const context =
    controlPlaneUrl === null
      ? null
      : new ContextPoll(controlPlaneUrl, detectorToken, log, ({ switches, changes, resolved }) => {
          engine.setSwitches(switches);
          engine.setResolved(resolved);
          engine.addChanges(changes);
        });
  const bus =
    busUrl === null ? null : new BusLink(busUrl, environment, log, (change) => engine.addChanges([change]));
  return {
    outbox,
    bus,
    report: (report) => {
      const { id: incident, title, recoveredAt } = report;
      log.info({ incident, title, recoveredAt }, 'incident report');
      outbox?.add(report);
    },
    start: () => {
      context?.start();
      bus?.start();
    },
    deafen: () => context?.close(),
  };
}
