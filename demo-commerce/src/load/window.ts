/** What became of the requests of the last seconds. */
export interface LoadTotals {
  sentPerSecond: number;
  /** Share of settled requests that failed, 0 to 1. */
  errorRatio: number;
  /** Share of settled requests that a fallback answered, 0 to 1. */
  degradedRatio: number;
}

export type LoadCount = 'sent' | 'ok' | 'error' | 'degraded';

type Second = Record<LoadCount, number> & { second: number };

/** Counts over a sliding window of whole seconds; `now` in milliseconds. */
export function createLoadWindow(seconds: number, startedAt: number) {
  const ring: Second[] = [];

  const trim = (second: number) => {
    while (ring[0] !== undefined && ring[0].second <= second - seconds) ring.shift();
  };

  return {
    count(now: number, what: LoadCount): void {
      const second = Math.floor(now / 1000);
      let last = ring.at(-1);
      if (last === undefined || last.second < second) {
        last = { second, sent: 0, ok: 0, error: 0, degraded: 0 };
        ring.push(last);
        trim(second);
      }
      last[what] += 1;
    },

    totals(now: number): LoadTotals {
      const second = Math.floor(now / 1000);
      trim(second);
      // The present second is not over: its requests would count against a whole one.
      const full = ring.filter((entry) => entry.second < second);
      const sum = (what: LoadCount) => full.reduce((total, entry) => total + entry[what], 0);
      const span = Math.min(seconds - 1, Math.max(1, second - Math.floor(startedAt / 1000)));
      const settled = sum('ok') + sum('error') + sum('degraded');
      const share = (part: number) => (settled === 0 ? 0 : part / settled);
      return {
        sentPerSecond: sum('sent') / span,
        errorRatio: share(sum('error')),
        degradedRatio: share(sum('degraded')),
      };
    },
  };
}
