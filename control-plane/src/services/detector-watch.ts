import type { DetectorStatus, SeriesStatus } from '@breakwater/anomaly-detector/contract';
import type { Watch } from '../domain/rollout/why-hold.ts';
import type { Detector } from './ports/detector.ts';

/** What watching the detector needs. */
export interface WatchDeps {
  /** Absent where none is set up. */
  detector: Detector | undefined;
  now: () => number;
  /** Milliseconds without an answer after which it counts as away. */
  awayAfterMs: number;
  /** Hears when it goes away and when it is back. */
  onChange(isThere: boolean): void;
  /** Hears why an answer did not come or could not be read. */
  onError(error: unknown): void;
}

/** What the detector said last. */
export interface Heard {
  status: DetectorStatus;
  series: SeriesStatus[];
}

/** Asks the detector again and again, so that its absence is noticed and its last word is at hand. */
export class DetectorWatch {
  readonly #deps: WatchDeps;
  readonly #timer: NodeJS.Timeout | undefined;
  #heard: Heard | undefined;
  #heardAt: number;
  #wasThere = true;
  #isAsking = false;

  constructor(deps: WatchDeps, everyMs = 2000) {
    this.#deps = deps;
    this.#heardAt = deps.now();
    if (deps.detector !== undefined) this.#timer = setInterval(() => void this.ask(), everyMs);
  }

  /** The last answer; undefined where there was none, or it is too old to be true. */
  get heard(): Heard | undefined {
    return this.#silence() > this.#deps.awayAfterMs ? undefined : this.#heard;
  }

  /** How far the detector can be trusted to notice harm now. */
  get watch(): Watch {
    if (this.#deps.detector === undefined) return { state: 'none' };
    const silence = this.#silence();
    if (silence > this.#deps.awayAfterMs) return { state: 'away', seconds: Math.round(silence / 1000) };
    return this.#heard?.status.warmth.ready ? { state: 'ready' } : { state: 'learning' };
  }

  /** Asks now; an answer that does not come is no error here. */
  async ask(): Promise<void> {
    const { detector, now, onChange } = this.#deps;
    if (detector === undefined || this.#isAsking) return;
    this.#isAsking = true;
    try {
      const [status, series] = await Promise.all([detector.getStatus(), detector.getSeries()]);
      this.#heard = { status, series };
      this.#heardAt = now();
    } catch (error) {
      this.#deps.onError(error);
    } finally {
      this.#isAsking = false;
    }
    const isThere = this.#silence() <= this.#deps.awayAfterMs;
    if (isThere !== this.#wasThere) onChange(isThere);
    this.#wasThere = isThere;
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #silence(): number {
    return this.#deps.now() - this.#heardAt;
  }
}
