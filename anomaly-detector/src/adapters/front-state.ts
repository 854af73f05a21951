import { join } from 'node:path';
import type { IncidentReport } from '../contract/index.ts';
import type { LedgerSnapshot } from '../scale-out/alerts/alert-ledger.ts';
import type { Front } from '../scale-out/front/front.ts';
import type { EngineSnapshot } from '../services/engine.ts';
import { PartsFile } from '../store/parts-file.ts';
import type { AlertReader } from './kafka/alert-reader.ts';
import type { KeptJson } from './kept-json.ts';
import type { Log } from './log.ts';
import type { ReportOutbox } from './report-outbox.ts';

type State = Omit<EngineSnapshot, 'learner'> & { ledger: LedgerSnapshot; waiting: IncidentReport[] };
type Parts = {
  front: Front;
  reader: AlertReader;
  anomalies: KeptJson;
  outbox: ReportOutbox | null;
  log: Log;
  now(): number;
};

const everyMs = 2_000;

/** Stores what the front has made of alerts, and only then up to where it has heard them: so none is lost, and none counts twice. */
export class FrontState {
  #file: PartsFile<State>;
  #parts: Parts;
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();

  constructor(dataDir: string, parts: Parts) {
    this.#file = new PartsFile(join(dataDir, 'detector', 'front.state'), '1');
    this.#parts = parts;
  }

  /** Takes up what was stored; a state that cannot be read is told and passed over. */
  async restore(): Promise<void> {
    const { front, anomalies, outbox, log } = this.#parts;
    await anomalies.restore();
    const state = await this.#read();
    if (state === undefined) return;
    front.ledger.restore(state.ledger);
    front.engine.correlator.restore(state.correlator);
    for (const { caller, callee } of state.edges) front.engine.topology.add(caller, callee);
    for (const report of state.waiting) outbox?.add(report);
    log.info({ partitions: state.ledger.last.length }, 'continuing with the alerts heard before');
  }

  start(): void {
    this.#timer = setInterval(() => this.#queue(), everyMs);
  }

  /** Stores everything once more. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    this.#queue();
    await this.#writing;
  }

  async #read(): Promise<State | undefined> {
    try {
      return (await this.#file.read())?.parts[0];
    } catch (error) {
      const reason = (error as Error).message;
      this.#parts.log.warn({ reason }, 'the stored state cannot be used; alerts may be told again');
      return undefined;
    }
  }

  #queue(): void {
    this.#writing = this.#writing
      .then(() => this.#write())
      .catch((error: Error) => {
        this.#parts.log.warn({ reason: error.message }, 'the state could not be stored');
      });
  }

  async #write(): Promise<void> {
    const { front, reader, anomalies, outbox, now } = this.#parts;
    const heard = reader.position();
    const ledger = front.ledger.snapshot();
    const state = { ...front.engine.snapshotWithoutSeries(), ledger, waiting: outbox?.waiting() ?? [] };
    await anomalies.save();
    await this.#file.write([state], now());
    await reader.commit(heard);
  }
}
