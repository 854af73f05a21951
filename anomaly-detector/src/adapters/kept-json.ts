import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Log } from './log.ts';

/** What is kept: where, how it is told and taken up, and a number that changes whenever it does. */
export type Kept = {
  file: string;
  /** In words, such as `anomalies`. */
  name: string;
  version(): number;
  snapshot(): unknown;
  /** Throws where the content is none. */
  restore(content: unknown): void;
};

const everyMs = 10_000;

/** Keeps something small on disk as JSON: written within ten seconds of a change and at the stop. */
export class KeptJson {
  #kept: Kept;
  #log: Log;
  #written: number;
  #writing: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;

  constructor(kept: Kept, log: Log) {
    this.#kept = kept;
    this.#log = log;
    this.#written = kept.version();
  }

  /** Takes up what was stored; what cannot be read is told, put aside and passed over. */
  async restore(): Promise<void> {
    const { file, name } = this.#kept;
    try {
      this.#kept.restore(JSON.parse(await readFile(file, 'utf8')));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
      this.#log.warn({ file, reason: (error as Error).message }, `the stored ${name} cannot be read`);
      // It may be mended by hand; the next write would take its place.
      await rename(file, `${file}.unreadable`).catch(() => undefined);
    }
  }

  start(): void {
    this.#timer = setInterval(() => void this.write(), everyMs);
  }

  /** Stores what is new, now; what cannot be stored is told, and tried again. */
  async write(): Promise<void> {
    await this.save().catch(() => undefined);
  }

  /** The same; rejects where it could not be stored. */
  save(): Promise<void> {
    const version = this.#kept.version();
    if (version === this.#written) return this.#writing;
    this.#written = version;
    const before = this.#writing.catch(() => undefined);
    this.#writing = before
      .then(() => this.#store())
      .catch((error: Error) => {
        this.#written = Number.NaN;
        this.#log.warn({ reason: error.message }, `the ${this.#kept.name} could not be stored`);
        throw error;
      });
    return this.#writing;
  }

  /** Stores what is new. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.write();
  }

  /** Whole beside the old file, then in its place, so that a crash leaves one of both. */
  async #store(): Promise<void> {
    const { file } = this.#kept;
    const next = `${file}.${process.pid}.next`;
    await mkdir(dirname(file), { recursive: true });
    await writeFile(next, JSON.stringify(this.#kept.snapshot()), { mode: 0o600 });
    await rename(next, file);
  }
}
