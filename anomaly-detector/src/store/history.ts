import { ChunkPool, chunkRows, columns } from './chunk-pool.ts';
import { type AddedRow, type StoredRow, Track, type TrackSnapshot } from './track.ts';

/** Copies of some tracks, one behind the other: whose they are, how many rows each has, and the rows. */
export type HistoryPart = { keys: string[]; lengths: number[] } & TrackSnapshot;

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

  /** Adds a row; `now` (epoch ms) decides who was asked lately. */
  add(track: Track, row: AddedRow, isAlerting: boolean, now: number): void {
    if (track.isFull && !this.#extend(track, now)) return;
    track.push(row, isAlerting);
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

  /** Copies of the tracks, at most `many` at once: each part is as it was when it was asked for, and stays until the next one is. */
  *parts(many: number): Generator<HistoryPart> {
    const all = this.#ring.slice();
    let room = roomFor(0);
    for (let from = 0; from < all.length; from += many) {
      const tracks = all.slice(from, from + many);
      const lengths = tracks.map(({ length }) => length);
      const rows = lengths.reduce((sum, length) => sum + length, 0);
      if (rows > room.times.length) room = roomFor(rows);
      const part = { times: room.times.subarray(0, rows), values: room.values.subarray(0, rows * columns) };
      let first = 0;
      for (const track of tracks) first += track.copyInto(part, first);
      yield { keys: tracks.map(({ key }) => key), lengths, ...part };
    }
  }

  /** Takes over copies of tracks, in front of which nothing has been added. */
  restore({ keys, lengths, times, values }: HistoryPart): void {
    let row = 0;
    for (const [index, key] of keys.entries()) {
      const track = this.track(key);
      for (const end = row + lengths[index]!; row < end; row += 1) {
        const [value, expected, lower, upper, alert] = values.subarray(row * columns, (row + 1) * columns);
        const at = times[row]!;
        const added = { at, value: value!, expected: expected!, lower: lower!, upper: upper! };
        this.add(track, added, alert === 1, at);
      }
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

const roomFor = (rows: number): TrackSnapshot => ({
  times: new Float64Array(rows),
  values: new Float32Array(rows * columns),
});
