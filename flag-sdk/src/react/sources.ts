import { type FlagSnapshot, parseSnapshot } from '../snapshot/flag-snapshot.ts';

/** Where newer snapshots come from: tells them until the returned function is called. */
export type SnapshotSource = (take: (snapshot: FlagSnapshot) => void) => () => void;

const readJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/**
 * Takes each message of a server-sent event stream at `url` as a snapshot. The browser connects again by itself; what is
 * no snapshot is left aside.
 */
export const eventSourceSnapshots =
  (url: string): SnapshotSource =>
  (take) => {
    const stream = new EventSource(url, { withCredentials: true });
    stream.onmessage = ({ data }) => {
      const snapshot = parseSnapshot(readJson(String(data)));
      if (snapshot !== undefined) take(snapshot);
    };
    return () => stream.close();
  };

/**
 * Asks `url` for a snapshot every `everyMs` milliseconds (10,000), a tenth more or less. A failure, and an answer that is
 * not there within `limitMs` milliseconds (10,000), waits for the next time.
 */
export const polledSnapshots =
  (url: string, everyMs = 10_000, limitMs = 10_000): SnapshotSource =>
  (take) => {
    const stopping = new AbortController();
    let timer: ReturnType<typeof setTimeout>;
    const ask = async () => {
      const asking = new AbortController();
      const giveUp = () => asking.abort();
      const late = setTimeout(giveUp, limitMs);
      stopping.signal.addEventListener('abort', giveUp);
      try {
        const response = await fetch(url, { signal: asking.signal, credentials: 'same-origin' });
        const snapshot = response.ok ? parseSnapshot(await response.json()) : undefined;
        if (snapshot !== undefined && !stopping.signal.aborted) take(snapshot);
      } catch {
        // The page goes on with what it has.
      } finally {
        clearTimeout(late);
        stopping.signal.removeEventListener('abort', giveUp);
      }
      if (!stopping.signal.aborted) wait();
    };
    const wait = () => {
      timer = setTimeout(ask, everyMs * (0.9 + Math.random() * 0.2));
    };
    wait();
    return () => {
      stopping.abort();
      clearTimeout(timer);
    };
  };
