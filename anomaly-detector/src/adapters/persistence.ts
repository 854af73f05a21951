import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { floatStride, wideStride } from '../baseline/layout.ts';
import type { IncidentReport, Series } from '../contract/index.ts';
import type { TaughtUpTo } from '../pull/taught-up-to.ts';
import type { Engine, EngineSnapshot } from '../services/engine.ts';
import { joinParts, type LearntNumbers } from '../services/learner.ts';
import type { History, HistoryPart } from '../store/history.ts';
import { PartsFile } from '../store/parts-file.ts';
import type { Log } from './log.ts';
import type { ReportOutbox } from './report-outbox.ts';

type Parts = {
  engine: Engine;
  history: History;
  outbox: ReportOutbox | null;
  taught: TaughtUpTo;
  log: Log;
  now(): number;
};
/**
 * First what is one, then the series: who they are, packed, and what is learnt of them. Up to when a Prometheus has been learnt is
 * told before what was learnt of it, so that it is never told of more than is there; older files do not tell it.
 */
type LearntPart =
  | { names: Uint8Array; numbers: LearntNumbers }
  | (Omit<EngineSnapshot, 'learner'> & { waiting: IncidentReport[]; taught?: Record<string, number> });

const learntEveryMs = 10_000;
const historyEveryMs = 60_000;
/** Series that are stored in one go: a few milliseconds in which nothing else is done. */
const seriesAtOnce = 500;
/** Alerts and incidents of longer ago than this are over, whatever became of them. */
const freshMs = 30 * 60_000;
/** Charts may start with older rows. */
const keepHistoryMs = 2 * 3_600_000;

/** Stores what has been learnt every ten seconds and at the stop, and takes it up again at the start. */
export class Persistence {
  #learnt: PartsFile<LearntPart>;
  #history: PartsFile<HistoryPart>;
  #parts: Parts;
  #names = new Map<number, { version: number; bytes: Uint8Array }>();
  #timers: NodeJS.Timeout[] = [];
  #writing: Promise<void> = Promise.resolve();

  constructor(dataDir: string, parts: Parts) {
    const version = `11:${floatStride}:${wideStride}`;
    this.#learnt = new PartsFile(join(dataDir, 'detector', 'learnt.state'), version);
    this.#history = new PartsFile(join(dataDir, 'detector', 'history.state'), '4');
    this.#parts = parts;
  }

  /** Takes up what was stored; a state that cannot be read is told and passed over. */
  async restore(): Promise<void> {
    await this.#restoreLearnt();
    await this.#restoreHistory();
  }

  async #restoreLearnt(): Promise<void> {
    const { engine, outbox, taught, log, now } = this.#parts;
    try {
      const learnt = await this.#learnt.read();
      const [rest, ...series] = learnt?.parts ?? [];
      if (rest !== undefined && 'waiting' in rest) for (const report of rest.waiting) outbox?.add(report);
      if (learnt !== null && rest !== undefined && 'waiting' in rest) {
        const snapshot = { ...rest, learner: joinParts(series.flatMap(unpacked)) };
        const pausedMs = now() - learnt.at;
        if (pausedMs <= freshMs) engine.restore(snapshot);
        else engine.restoreLate(snapshot, pausedMs);
        taught.restore(rest.taught ?? {});
        const { ready, share } = engine.warmth();
        const ageS = Math.round(pausedMs / 1000);
        log.info(
          { ageS, series: engine.learner.size, ready, share },
          'continuing with what was learnt before',
        );
      }
    } catch (error) {
      log.warn({ reason: (error as Error).message }, 'the stored state cannot be used; learning afresh');
    }
  }

  async #restoreHistory(): Promise<void> {
    const { history, log, now } = this.#parts;
    try {
      const rows = await this.#history.read();
      if (rows !== null && now() - rows.at <= keepHistoryMs)
        for (const part of rows.parts) history.restore(part);
    } catch (error) {
      log.warn({ reason: (error as Error).message }, 'the stored rows cannot be used; charts begin anew');
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

  /** Who some series are, packed; packed again only where they are others than last time. */
  #packed = (first: number, version: number, series: readonly Series[]): Uint8Array => {
    const known = this.#names.get(first);
    if (known?.version === version) return known.bytes;
    const bytes = deflateRawSync(serialize(series), { level: 1 });
    this.#names.set(first, { version, bytes });
    return bytes;
  };

  #queue(write: () => Promise<void>): void {
    this.#writing = this.#writing.then(write).catch((error: Error) => {
      this.#parts.log.warn({ reason: error.message }, 'the state could not be stored');
    });
  }

  #writeLearnt(): Promise<void> {
    const { engine, outbox, taught, now } = this.#parts;
    const packed = this.#packed;
    function* parts(): Generator<LearntPart> {
      yield {
        ...engine.snapshotWithoutSeries(),
        waiting: outbox?.waiting() ?? [],
        taught: taught.snapshot(),
      };
      for (const { first, version, series, numbers } of engine.learner.parts(seriesAtOnce))
        yield { names: packed(first, version, series), numbers };
    }
    return this.#learnt.write(parts(), now());
  }

  #writeHistory(): Promise<void> {
    return this.#history.write(this.#parts.history.parts(seriesAtOnce), this.#parts.now());
  }
}

function unpacked(part: LearntPart): { series: Series[]; numbers: LearntNumbers }[] {
  if ('waiting' in part) return [];
  return [{ series: deserialize(inflateRawSync(part.names)) as Series[], numbers: part.numbers }];
}
