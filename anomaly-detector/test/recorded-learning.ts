import type { Handle, Learning } from '../src/ingest/series/learning.ts';

/** What was learnt of one series, in order. */
export type Recorded = { at: number; value: number; count: number }[];

/** Writes down what would be learnt. */
export class RecordedLearning implements Learning {
  readonly rows = new Map<string, Recorded>();
  readonly handles = new Map<string, Handle>();
  readonly paused: string[] = [];
  readonly forgotten: string[] = [];

  admit: Learning['admit'] = (series) => {
    const handle = this.handles.get(series.key) ?? { series };
    this.handles.set(series.key, handle);
    return handle;
  };
  learn: Learning['learn'] = ({ series }, at, value, count) => {
    const rows = this.rows.get(series.key) ?? [];
    rows.push({ at, value, count });
    this.rows.set(series.key, rows);
  };
  pause: Learning['pause'] = ({ series }) => this.paused.push(series.key);
  forget: Learning['forget'] = (handles) => this.forgotten.push(...handles.map(({ series }) => series.key));
  read: Learning['read'] = (readings) => {
    for (const { series, at, value, count } of readings) this.learn(this.admit(series), at, value, count, at);
  };

  values(key: string): number[] {
    return (this.rows.get(key) ?? []).map(({ value }) => value);
  }
}
