import { join } from 'node:path';
import { floatStride, wideStride } from '../baseline/layout.ts';
import type { IncidentReport } from '../contract/index.ts';
import type { Engine, EngineSnapshot } from '../services/engine.ts';
import { joinParts, type LearnerSnapshot } from '../services/learner.ts';
import type { History, HistorySnapshot } from '../store/history.ts';
import { PartsFile } from '../store/parts-file.ts';
import type { Log } from './log.ts';
import type { ReportOutbox } from './report-outbox.ts';

type Parts = { engine: Engine; history: History; outbox: ReportOutbox | null; log: Log; now(): number };
/** First what is one, then the series. */
type LearntPart = LearnerSnapshot | (Omit<EngineSnapshot, 'learner'> & { waiting: IncidentReport[] });

const learntEveryMs = 10_000;
const historyEveryMs = 60_000;
/** Series that are stored in one go: a few milliseconds in which nothing else is done. */
const seriesAtOnce = 500;
/** What was normal longer ago than this may no longer be: the detector learns afresh. */
const freshMs = 30 * 60_000;
/** Charts may start with older rows. */
const keepHistoryMs = 2 * 3_600_000;

/** Stores what has been learnt every ten seconds and at the stop, and takes it up again at the start. */
export class Persistence {
  #learnt: PartsFile<LearntPart>;
  #history: PartsFile<HistorySnapshot>;
  #parts: Parts;
  #timers: NodeJS.Timeout[] = [];
  #writing: Promise<void> = Promise.resolve();

  constructor(dataDir: string, parts: Parts) {
    const version = `3:${floatStride}:${wideStride}`;
    this.#learnt = new PartsFile(join(dataDir, 'detector', 'learnt.state'), version);
    this.#history = new PartsFile(join(dataDir, 'detector', 'history.state'), '2');
    this.#parts = parts;
  }

  /** Takes up what is fresh enough; a state that cannot be read is told and passed over. */
  async restore(): Promise<void> {
    const { engine, history, outbox, log, now } = this.#parts;
    try {
      const learnt = await this.#learnt.read();
      const [rest, ...series] = learnt?.parts ?? [];
      if (rest !== undefined && 'waiting' in rest) for (const report of rest.waiting) outbox?.add(report);
      if (learnt !== null && rest !== undefined && 'waiting' in rest && now() - learnt.at <= freshMs) {
        engine.restore({ ...rest, learner: joinParts(series as LearnerSnapshot[]) });
        const { ready, share } = engine.warmth();
        const ageS = Math.round((now() - learnt.at) / 1000);
        log.info(
          { ageS, series: engine.learner.list().length, ready, share },
          'continuing with what was learnt before',
        );
      }
      const rows = await this.#history.read();
      if (rows !== null && now() - rows.at <= keepHistoryMs)
        for (const part of rows.parts) history.restore(part);
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
    function* parts(): Generator<LearntPart> {
      yield { ...engine.snapshotWithoutSeries(), waiting: outbox?.waiting() ?? [] };
      yield* engine.learner.parts(seriesAtOnce);
    }
    return this.#learnt.write(parts(), now());
  }

  #writeHistory(): Promise<void> {
    return this.#history.write(this.#parts.history.parts(seriesAtOnce), this.#parts.now());
  }
}
