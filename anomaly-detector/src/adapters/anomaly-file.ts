import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { Alert } from '../contract/index.ts';
import type { AnomalyLog } from '../store/anomaly-log.ts';
import type { Log } from './log.ts';

const everyMs = 10_000;
/** What is on disk: the alerts, and when they were written (epoch ms). */
const Stored = z.object({ at: z.number(), alerts: z.array(Alert) });

/** Keeps the log of anomalies on disk: written within ten seconds of a change and at the stop. */
export class AnomalyFile {
  #file: string;
  #anomalies: AnomalyLog;
  #log: Log;
  #now: () => number;
  #written = 0;
  #writing: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;

  constructor(dataDir: string, parts: { anomalies: AnomalyLog; log: Log; now(): number }) {
    this.#file = join(dataDir, 'detector', 'anomalies.json');
    this.#anomalies = parts.anomalies;
    this.#log = parts.log;
    this.#now = parts.now;
  }

  /** Takes up what was stored; `isHeld` says whether an alert that ran then runs still. */
  async restore(isHeld: (alert: Alert) => boolean): Promise<void> {
    try {
      const { at, alerts } = Stored.parse(JSON.parse(await readFile(this.#file, 'utf8')));
      this.#anomalies.restore(alerts, at, isHeld);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
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
      .then(() => this.#store())
      .catch((error: Error) => {
        this.#log.warn({ reason: error.message }, 'the anomalies could not be stored');
      });
  }

  /** Whole beside the old file, then in its place, so that a crash leaves one of both. */
  async #store(): Promise<void> {
    const next = `${this.#file}.${process.pid}.next`;
    await mkdir(dirname(this.#file), { recursive: true });
    const stored = { at: this.#now(), alerts: this.#anomalies.snapshot() };
    await writeFile(next, JSON.stringify(stored), { mode: 0o600 });
    await rename(next, this.#file);
  }
}
