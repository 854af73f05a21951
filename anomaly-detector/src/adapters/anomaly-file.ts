import { join } from 'node:path';
import type { Alert } from '../contract/index.ts';
import type { AnomalyLog } from '../store/anomaly-log.ts';
import { StateFile } from '../store/state-file.ts';
import type { Log } from './log.ts';

const everyMs = 10_000;

/** Keeps the log of anomalies on disk: written within ten seconds of a change and at the stop. */
export class AnomalyFile {
  #file: StateFile<Alert[]>;
  #anomalies: AnomalyLog;
  #log: Log;
  #now: () => number;
  #written = 0;
  #writing: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;

  constructor(dataDir: string, parts: { anomalies: AnomalyLog; log: Log; now(): number }) {
    this.#file = new StateFile(join(dataDir, 'detector', 'anomalies.state'), '1');
    this.#anomalies = parts.anomalies;
    this.#log = parts.log;
    this.#now = parts.now;
  }

  /** Takes up what was stored; `isHeld` says whether an alert that ran then runs still. */
  async restore(isHeld: (alert: Alert) => boolean): Promise<void> {
    try {
      const found = await this.#file.read();
      if (found !== null) this.#anomalies.restore(found.state, found.at, isHeld);
      this.#written = this.#anomalies.version;
    } catch (error) {
      this.#log.warn({ reason: (error as Error).message }, 'the stored anomalies cannot be read');
    }
  }

  start(): void {
    this.#timer = setInterval(() => this.#write(), everyMs);
  }

  /** Stores what is new. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    this.#write();
    await this.#writing;
  }

  #write(): void {
    const { version } = this.#anomalies;
    if (version === this.#written) return;
    this.#written = version;
    this.#writing = this.#writing
      .then(() => this.#file.write(this.#anomalies.snapshot(), this.#now()))
      .catch((error: Error) => {
        this.#log.warn({ reason: error.message }, 'the anomalies could not be stored');
      });
  }
}
