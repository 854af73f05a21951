import { setTimeout as wait } from 'node:timers/promises';
import { type FlagErrorCode, FlagSdkError } from '../errors.ts';
import type { FlagStore } from '../evaluation/flag-store.ts';
import type { FlagEvent } from '../evaluation/wire.ts';
import type { Settings } from '../options.ts';
import type { ClientMetrics } from '../telemetry/client-metrics.ts';
import { backoffMs } from './backoff.ts';
import { unleashHeaders } from './headers.ts';
import type { PollEnd } from './poll.ts';
import { Poller } from './poller.ts';
import { runStream, type StreamEnd } from './stream.ts';
import { readMessage, type StreamMessage } from './stream-session.ts';

/** What the transport needs of its surroundings. */
export interface TransportPorts {
  readonly store: FlagStore;
  readonly metrics: ClientMetrics;
  readonly onError: (error: FlagSdkError) => void;
  /** Called once at the first failed attempt of stream and poll together: nothing live is to be had now. */
  readonly onUnreachable: () => void;
  /** Sees the headers of every answer. */
  readonly onAnswer: (headers: Headers) => void;
  /** A number from 0 to below 1. */
  readonly random: () => number;
  /** Monotonic clock in milliseconds. */
  readonly now: () => number;
}

/** One connection to the stream, from the transport's view. */
interface Connection {
  readonly openedAt: number;
  delivered: boolean;
  wantsPolling: boolean;
  needsWholeState: boolean;
}

/** A server that asks for polling is asked for a stream again after so many longest waits. */
const POLLING_HINT_FACTOR = 6;

/** Keeps the store in step with the control plane: a stream whenever there is one, polls while there is none. */
export class Transport {
  readonly #settings: Settings;
  readonly #ports: TransportPorts;
  readonly #poller: Poller;
  readonly #headers: Record<string, string>;
  readonly #closing = new AbortController();
  #lastEventId: string | undefined;
  #skipWait = new AbortController();
  /** The last fault of each kind, since the last good news from where it happened. */
  readonly #told = { stream: new Map<FlagErrorCode, string>(), poll: new Map<FlagErrorCode, string>() };
  #loop: Promise<void> = Promise.resolve();

  constructor(settings: Settings, ports: TransportPorts) {
    const { unleashApi, timing } = settings;
    this.#settings = settings;
    this.#ports = ports;
    this.#headers = unleashHeaders(settings);
    this.#poller = new Poller({
      url: `${unleashApi}/client/features`,
      headers: () => this.#headersNow(),
      intervalMs: timing.pollIntervalMs,
      maxMs: timing.pollMaxMs,
      timeoutMs: timing.requestTimeoutMs,
      random: ports.random,
      onAnswer: ports.onAnswer,
      knownRevision: () => ports.store.state.revision,
      onEnd: (end) => this.#takePoll(end),
    });
  }

  start(): void {
    this.#loop = this.#streamForever();
  }

  async close(): Promise<void> {
    this.#closing.abort();
    this.#poller.stop();
    await this.#loop;
  }

  async #streamForever(): Promise<void> {
    let failures = 0;
    while (!this.#closing.signal.aborted) {
      const connection: Connection = {
        openedAt: this.#ports.now(),
        delivered: false,
        wantsPolling: false,
        needsWholeState: false,
      };
      const end = await this.#streamOnce(connection);
      if (this.#closing.signal.aborted) return;
      const livedMs = this.#ports.now() - connection.openedAt;
      const wasGood = connection.delivered && livedMs >= this.#settings.timing.reconnectMaxMs;
      failures = wasGood ? 1 : failures + 1;
      if (!connection.delivered || failures > 1) this.#poller.start();
      this.#reportEnd(end, connection);
      await this.#waitBeforeNext(this.#waitAfter(end, connection, failures));
    }
  }

  async #streamOnce(connection: Connection): Promise<StreamEnd> {
    const { unleashApi, timing } = this.#settings;
    // A proxy that holds the stream back looks like a stream that is about to begin: poll meanwhile.
    const late = setTimeout(() => this.#poller.start(), timing.requestTimeoutMs);
    late.unref();
    const end = await runStream({
      url: `${unleashApi}/client/streaming`,
      headers: this.#headersNow(),
      lastEventId: this.#lastEventId,
      connectTimeoutMs: timing.requestTimeoutMs,
      idleMs: timing.streamIdleMs,
      signal: this.#closing.signal,
      onAnswer: this.#ports.onAnswer,
      onId: (id) => {
        this.#lastEventId = id === '' ? undefined : id;
      },
      onMessage: (message) => {
        const goesOn = this.#takeMessage(message, connection);
        if (connection.delivered) clearTimeout(late);
        return goesOn;
      },
    });
    clearTimeout(late);
    return end;
  }

  /** Names the overrides that are held, so that the server can say which of them its database contains. */
  #headersNow(): Record<string, string> {
    const { overrides } = this.#ports.store.state;
    if (overrides.length === 0) return this.#headers;
    return { ...this.#headers, 'breakwater-overrides': overrides.map(({ id }) => id).join(',') };
  }

  #takeMessage(message: StreamMessage, connection: Connection): boolean {
    const step = readMessage(message);
    switch (step.kind) {
      case 'ignore':
        return true;
      case 'poll':
        connection.wantsPolling = true;
        this.#poller.start();
        return false;
      case 'rehydrate':
        this.#lastEventId = undefined;
        connection.needsWholeState = true;
        this.#ports.metrics.update('stream', 'invalid');
        this.#report(
          'stream',
          'UPDATE_INVALID',
          `An update could not be read, a whole state is fetched: ${step.reason}.`,
        );
        return false;
      case 'override':
        this.#ports.store.override(step.news);
        return true;
      case 'apply':
        this.#apply(step.events, step.faults, 'stream');
        connection.delivered = true;
        this.#poller.stop();
        return true;
    }
  }

  #takePoll(end: PollEnd): boolean {
    if (end.kind === 'failed') {
      this.#report('poll', 'POLL_FAILED', `The flags could not be polled: ${end.reason}.`);
      this.#ports.onUnreachable();
      return false;
    }
    if (end.isStreamWelcome) this.#skipWait.abort();
    // Before the flags: an override that is new must not be missing for a moment.
    if (end.overrides !== undefined) this.#ports.store.override(end.overrides);
    if (end.kind === 'unchanged') {
      this.#ports.metrics.update('poll', 'unchanged');
      this.#ports.store.confirm('poll');
      this.#told.poll.clear();
      return true;
    }
    return this.#apply([end.event], end.faults, 'poll');
  }

  /** Applies events, and says whether all of them were news. */
  #apply(events: readonly FlagEvent[], faults: readonly string[], source: 'stream' | 'poll'): boolean {
    const { store, metrics } = this.#ports;
    const known = store.state.revision;
    const { stale, changed } = store.apply(events, source);
    metrics.update(source, changed ? 'applied' : stale > 0 ? 'stale' : 'unchanged');
    if (faults.length > 0) {
      this.#report(
        source,
        'UPDATE_INVALID',
        `A state was read only in part, the rest stays as it was: ${faults.join('; ')}.`,
      );
    }
    const behind = events.find(({ type, eventId }) => type === 'hydration' && eventId < known);
    if (faults.length === 0 && behind === undefined) this.#forgetFaults(source);
    if (behind !== undefined) {
      this.#report(
        source,
        'REVISION_BEHIND',
        `The server offered revision ${behind.eventId}, but ${known} is known, so ${known} stays. If the server's database was reset, delete the backup in ${this.#settings.dataDir} and restart.`,
      );
    }
    return stale === 0;
  }

  #waitAfter(end: StreamEnd, connection: Connection, failures: number): number {
    const { reconnectMinMs: minMs, reconnectMaxMs: maxMs } = this.#settings.timing;
    const { random } = this.#ports;
    if (connection.wantsPolling) return POLLING_HINT_FACTOR * maxMs * (0.5 + random() / 2);
    const asked = end.kind === 'refused' ? end.retryAfterMs : 0;
    return Math.max(asked, backoffMs(failures, { minMs, maxMs }, random()));
  }

  async #waitBeforeNext(ms: number): Promise<void> {
    this.#skipWait = new AbortController();
    const signal = AbortSignal.any([this.#closing.signal, this.#skipWait.signal]);
    await wait(ms, undefined, { signal, ref: false }).catch(() => {});
  }

  #reportEnd(end: StreamEnd, connection: Connection): void {
    if (connection.wantsPolling || connection.needsWholeState || end.kind === 'left') return;
    this.#ports.metrics.streamEnded(end.kind);
    if (end.kind === 'refused') {
      const hint = end.status === 401 || end.status === 403 ? ' Check the token and its environment.' : '';
      this.#report(
        'stream',
        'STREAM_REFUSED',
        `The stream was refused: ${end.reason}.${hint} It is tried again.`,
      );
    } else {
      this.#report('stream', 'STREAM_BROKEN', `The stream broke: ${end.reason}. It is opened again.`);
    }
  }

  /** Reports a fault once, not at each of many attempts in a row. */
  #report(where: 'stream' | 'poll', code: FlagErrorCode, message: string): void {
    if (this.#told[where].get(code) === message) return;
    this.#told[where].set(code, message);
    this.#ports.onError(new FlagSdkError(code, message));
  }

  #forgetFaults(where: 'stream' | 'poll'): void {
    this.#told[where].clear();
    if (where === 'stream') this.#told.poll.clear();
  }
}
