/** What this browser knows of its line to the control plane; times in epoch milliseconds. */
export interface Connection {
  /** The last event of the live stream, whatever tab holds it. */
  lastEventAt: number | null;
  /** The last answer to a request. */
  lastAnswerAt: number | null;
  /** Since when requests have gone unanswered; null while they are answered. */
  awaySince: number | null;
  awayReason: string;
  /** When the page began to wait for its first event. */
  startedAt: number;
}

const initial: Connection = {
  lastEventAt: null,
  lastAnswerAt: null,
  awaySince: null,
  awayReason: '',
  startedAt: 0,
};

let connection = initial;
const listeners = new Set<() => void>();

/** For `useSyncExternalStore`. */
export const connectionStore = {
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  get: () => connection,
  getOnServer: () => initial,
};

/** The live stream begins to be listened to. */
export function reportStart(now: number): void {
  set({ startedAt: now });
}

/** Something came over the live stream. */
export function reportEvent(now: number): void {
  set({ lastEventAt: now });
}

/** A request was answered, be it with a refusal. */
export function reportAnswer(now: number): void {
  set({ lastAnswerAt: now, awaySince: null, awayReason: '' });
}

/** Answers of an earlier visit are shown until newer ones come. */
export function reportKept(at: number): void {
  if (connection.lastAnswerAt === null) set({ lastAnswerAt: at });
}

/** A request was not answered. */
export function reportAway(reason: string): void {
  set({ awaySince: connection.awaySince ?? Date.now(), awayReason: reason });
}

/** Nobody has answered a request that was made at `askedAt` yet: only where nothing else has come since either. */
export function reportSilence(askedAt: number, reason: string): void {
  const lastSignAt = Math.max(connection.lastEventAt ?? 0, connection.lastAnswerAt ?? 0);
  if (lastSignAt < askedAt) reportAway(reason);
}

function set(change: Partial<Connection>): void {
  connection = { ...connection, ...change };
  for (const listener of listeners) listener();
}
