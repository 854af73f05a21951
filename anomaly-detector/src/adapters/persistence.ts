import { join } from 'node:path';
import { floatStride, wideStride } from '../baseline/layout.ts';
import type { IncidentReport } from '../contract/index.ts';
import type { Engine, EngineSnapshot } from '../services/engine.ts';
import type { History, HistorySnapshot } from '../store/history.ts';
import { StateFile } from '../store/state-file.ts';
import type { Log } from './log.ts';
import type { ReportOutbox } from './report-outbox.ts';

type Parts = { engine: Engine; history: History; outbox: ReportOutbox | null; log: Log; now(): number };
type LearntState = { engine: EngineSnapshot; waiting: IncidentReport[] };

const learntEveryMs = 10_000;
const historyEveryMs = 60_000;
/** What was normal longer ago than this may no longer be: the detector learns afresh. */
const freshMs = 30 * 60_000;
/** Charts may start with older rows. */
const keepHistoryMs = 2 * 3_600_000;

/** Stores what has been learnt every ten seconds and at the stop, and takes it up again at the start. */
export class Persistence {
  #learnt: StateFile<LearntState>;
  #history: StateFile<HistorySnapshot>;
  #parts: Parts;
  #timers: NodeJS.Timeout[] = [];
  #writing: Promise<void> = Promise.resolve();

  constructor(dataDir: string, parts: Parts) {
    const version = `2:${floatStride}:${wideStride}`;
    this.#learnt = new StateFile(join(dataDir, 'detector', 'learnt.state'), version);
    this.#history = new StateFile(join(dataDir, 'detector', 'history.state'), '1');
    this.#parts = parts;
  }

  /** Takes up what is fresh enough; a state that cannot be read is told and passed over. */
  async restore(): Promise<void> {
    const { engine, history, outbox, log, now } = this.#parts;
    try {
      const learnt = await this.#learnt.read();
      if (learnt !== null) for (const report of learnt.state.waiting) outbox?.add(report);
      if (learnt !== null && now() - learnt.at <= freshMs) {
        engine.restore(learnt.state.engine);
        const { ready, share } = engine.warmth();
        const ageS = Math.round((now() - learnt.at) / 1000);
        log.info(
          { ageS, series: learnt.state.engine.learner.series.length, ready, share },
          'continuing with what was learnt before',
        );
      }
      const rows = await this.#history.read();
      if (rows !== null && now() - rows.at <= keepHistoryMs) history.restore(rows.state);
    } catch (error) {
      log.warn({ reason: (error as Error).message }, 'the stored state cannot be used; learning afresh');
    }
  }

  start(): void {
    this.#timers = [
      setInterval(() => this.#queue(() => this.#writeLearnt()), learntEveryMs),
      setInterval(() => this.#queue(() => this.#writeHistory()), historyEveryMs),
    ];
  }

  /** Stores everything once more. */
  async close(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    this.#queue(() => this.#writeLearnt());
    this.#queue(() => this.#writeHistory());
    await this.#writing;
  }

  #queue(write: () => Promise<void>): void {
    this.#writing = this.#writing.then(write).catch((error: Error) => {
      this.#parts.log.warn({ reason: error.message }, 'the state could not be stored');
    });
  }

  #writeLearnt(): Promise<void> {
    const { engine, outbox, now } = this.#parts;
    return this.#learnt.write({ engine: engine.snapshot(), waiting: outbox?.waiting() ?? [] }, now());
  }

  #writeHistory(): Promise<void> {
    return this.#history.write(this.#parts.history.snapshot(), this.#parts.now());
  }
}
