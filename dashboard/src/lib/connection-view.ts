import type { Connection } from './connection.ts';
import { formatAge, formatClock } from './time.ts';

/** A live stream is stale when nothing came for this long; its heartbeat comes every 15 s. */
export const staleAfterMs = 20_000;

/** How fresh what the page shows is: `live`, still `connecting`, `stale` (only polled), or `away`. */
export interface ConnectionView {
  kind: 'live' | 'connecting' | 'stale' | 'away';
  /** Two or three words for the top bar. */
  word: string;
  /** The banner's sentence; null where none is due. */
  banner: string | null;
}

/** Judges the line to the control plane at `now` (epoch ms). */
export function connectionView(connection: Connection, now: number): ConnectionView {
  if (connection.awaySince !== null) {
    const data =
      connection.lastAnswerAt === null
        ? 'No data yet.'
        : `You see the data of ${formatClock(connection.lastAnswerAt)} (${formatAge(now - connection.lastAnswerAt)} old).`;
    return { kind: 'away', word: 'away', banner: `${connection.awayReason} ${data}` };
  }
  if (connection.lastEventAt !== null && now - connection.lastEventAt <= staleAfterMs) {
    return { kind: 'live', word: 'live', banner: null };
  }
  if (connection.lastEventAt === null && now - connection.startedAt <= staleAfterMs) {
    return { kind: 'connecting', word: 'connecting', banner: null };
  }
  const since =
    connection.lastEventAt === null
      ? 'No live update has come yet'
      : `No live update for ${formatAge(now - connection.lastEventAt)}`;
  return { kind: 'stale', word: 'stale', banner: `${since}. The page asks again every 10 s meanwhile.` };
}
