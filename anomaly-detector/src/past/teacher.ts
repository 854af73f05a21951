import { type Past, type PastSeries, Taught } from '../contract/index.ts';
import { fetchText } from '../pull/fetch-text.ts';

/** Rows of one request: some two megabytes. */
const batchRows = 50_000;
const timeoutMs = 120_000;
const mostBytes = 1024 * 1024;

/** Tells a running detector of the past, in requests that are not too large, and counts what it learnt. */
export class Teacher {
  readonly learnt: Taught = { rows: 0, passedOver: 0 };
  #url: string;

  /** `url` is where the detector listens. */
  constructor(url: string) {
    this.#url = `${url.replace(/\/+$/, '')}/api/v1/learn`;
  }

  /** Tells of series whose times begin where the last call ended. Throws a sentence that names the address and what came. */
  async teach(past: readonly PastSeries[]): Promise<void> {
    for (let waiting = [...past]; waiting.length > 0; ) {
      const batch: PastSeries[] = [];
      for (let rows = 0; waiting.length > 0 && rows < batchRows; ) {
        const [now, later] = cut(waiting.shift()!, batchRows - rows);
        batch.push(now);
        rows += now.time.length;
        if (later !== null) waiting = [later, ...waiting];
      }
      await this.#send({ past: batch });
    }
  }

  async #send(past: Past): Promise<void> {
    const { text } = await fetchText(this.#url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(past),
      timeoutMs,
      mostBytes,
    });
    const { rows, passedOver } = Taught.parse(JSON.parse(text));
    this.learnt.rows += rows;
    this.learnt.passedOver += passedOver;
  }
}

/** The first rows of a series, and the rest, null where there is none. */
function cut(past: PastSeries, rows: number): [PastSeries, PastSeries | null] {
  if (past.time.length <= rows) return [past, null];
  const part = (from: number, to?: number) => ({
    ...past,
    time: past.time.slice(from, to),
    value: past.value.slice(from, to),
  });
  return [part(0, rows), part(rows)];
}
