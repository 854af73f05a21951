import { ChunkPool, chunkRows, columns } from './chunk-pool.ts';
import { type StoredRow, Track, type TrackSnapshot } from './track.ts';

/** Copies of the tracks by series key. */
export type HistorySnapshot = [string, TrackSnapshot][];

/** Rows that somebody looked at lately are not taken away for others. */
const askedMs = 10 * 60_000;
/** Series that are looked at to find one that can spare a chunk. */
const tries = 64;

/**
 * The recent rows of every series, in memory and within a budget. Where that is spent, series with more than their share that
 * nobody looks at lose their oldest rows first.
 */
export class History {
  #pool: ChunkPool;
  #tracks = new Map<string, Track>();
  /** All tracks, in the order in which they are asked to spare a chunk. */
  #ring: Track[] = [];
  #hand = 0;
  #mostChunks: number;

  /** `capacity` is the number of rows kept of each series where there is room, `budgetBytes` what all rows may take. */
  constructor(capacity: number, budgetBytes: number) {
    this.#mostChunks = Math.ceil(capacity / chunkRows) + 1;
    this.#pool = new ChunkPool(budgetBytes);
  }

  /** Bytes that rows take. */
  get bytes(): number {
    return this.#pool.bytes;
  }

  /** Where the rows of a series are put; to be kept by who adds many. */
  track(key: string): Track {
    let track = this.#tracks.get(key);
    if (track === undefined) {
      track = new Track(key, this.#pool);
      this.#tracks.set(key, track);
      this.#ring.push(track);
    }
    return track;
  }

  /** Adds a row of numbers as {@link StoredRow} has them; `now` (epoch ms) decides who was asked lately. */
  add(
    track: Track,
    time: number,
    value: number,
    expected: number,
    lower: number,
    upper: number,
    alert: number,
    now: number,
  ): void {
    if (track.isFull && !this.#extend(track, now)) return;
    track.push(time, value, expected, lower, upper, alert);
  }

  /** Rows of a series with from <= time <= to (epoch ms), oldest first; empty for an unknown one. */
  between(key: string, from: number, to: number, now: number): StoredRow[] {
    const track = this.#tracks.get(key);
    if (track === undefined) return [];
    track.askedAt = now;
    return track.between(from, to);
  }

  forget(keys: ReadonlySet<string>): void {
    this.#ring = this.#ring.filter((track) => !keys.has(track.key));
    for (const key of keys) {
      const track = this.#tracks.get(key);
      if (track === undefined) continue;
      this.#tracks.delete(key);
      for (let chunk = track.dropOldest(); chunk >= 0; chunk = track.dropOldest()) this.#pool.give(chunk);
    }
  }

  /** Copies of the tracks, at most `many` at once. */
  *parts(many: number): Generator<HistorySnapshot> {
    let part: HistorySnapshot = [];
    for (const track of this.#ring.slice()) {
      part.push([track.key, track.snapshot()]);
      if (part.length < many) continue;
      yield part;
      part = [];
    }
    yield part;
  }

  /** Takes over copies of tracks, in front of which nothing has been added. */
  restore(snapshot: HistorySnapshot): void {
    for (const [key, { times, values }] of snapshot) {
      const track = this.track(key);
      times.forEach((time, index) => {
        const [value, expected, lower, upper, alert] = values.subarray(
          index * columns,
          (index + 1) * columns,
        );
        this.add(track, time, value!, expected!, lower!, upper!, alert!, time);
      });
    }
  }

  /** Gives a track another chunk: a new one, one that another can spare, or its own oldest. */
  #extend(track: Track, now: number): boolean {
    const isAtEnd = track.chunkCount >= this.#mostChunks;
    let chunk = isAtEnd ? track.dropOldest() : this.#pool.take();
    if (chunk < 0) chunk = this.#spare(now);
    if (chunk < 0) chunk = track.dropOldest();
    if (chunk < 0) return false;
    track.addChunk(chunk);
    return true;
  }

  /** The oldest chunk of a series that has more than its share and was not asked for lately; -1 where none is found. */
  #spare(now: number): number {
    const share = this.#pool.most / this.#ring.length;
    for (let tried = 0; tried < Math.min(tries, this.#ring.length); tried += 1) {
      this.#hand = (this.#hand + 1) % this.#ring.length;
      const track = this.#ring[this.#hand]!;
      if (track.chunkCount > Math.max(1, share) && now - track.askedAt > askedMs) return track.dropOldest();
    }
    return -1;
  }
}
