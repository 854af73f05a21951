import type { Override, SettledOverride } from '../../domain/flag-snapshot/override.ts';
import type { Mark } from '../../domain/propagation/propagation.ts';
import type { UnleashRequest, UnleashResponse } from './express.ts';
import { FlagFeed, type ReadSnapshot } from './flag-feed.ts';
import { servePoll } from './override-poll.ts';
import { type PassiveStream, SdkStream, type SdkStreamPorts } from './sdk-stream.ts';

/** What the streams work with. */
export interface FlagStreamsPorts extends Omit<SdkStreamPorts, 'feed'> {
  read: ReadSnapshot;
  /** The environment that the control plane itself serves. */
  own: string;
}

interface Opened {
  feed: FlagFeed;
  stream: SdkStream;
}

/** The feed and the stream of each environment that some SDK has asked for. */
export class FlagStreams {
  readonly #ports: FlagStreamsPorts;
  readonly #environments = new Map<string, Opened>();
  readonly #onSent = new Set<() => void>();
  #overrides: readonly Override[] = [];
  #revision: Mark = { revision: 0, at: 0 };

  constructor(ports: FlagStreamsPorts) {
    this.#ports = ports;
    this.#of(ports.own);
  }

  /** The revision of the own environment that was read last. */
  get revision(): number {
    return this.#own.feed.snapshot.revision;
  }

  /** When that revision was read, epoch milliseconds. */
  get revisionSince(): number {
    return this.#revision.at;
  }

  get connections(): number {
    return [...this.#environments.values()].reduce((sum, { stream }) => sum + stream.connections, 0);
  }

  get #own(): Opened {
    return this.#of(this.#ports.own);
  }

  /** Reads every environment again and sends what has changed. */
  async refresh(): Promise<void> {
    await Promise.all([...this.#environments.values()].map(({ feed }) => feed.refresh()));
  }

  /** Tells who holds overrides which of them the database contains by now. */
  tellSettled(): Promise<void> {
    return this.#own.stream.tellSettled();
  }

  serve(req: UnleashRequest, res: UnleashResponse): Promise<void> {
    return this.#of(this.environmentOf(req)).stream.serve(req, res);
  }

  /** Answers a poll in place of the flag engine where that cannot: while overrides hold or the database is away. */
  async servePoll(req: UnleashRequest, res: UnleashResponse): Promise<boolean> {
    const { own, canRead, listSettled } = this.#ports;
    if (this.environmentOf(req) !== own) return false;
    const { snapshot } = this.#own.feed;
    return servePoll(req, res, { snapshot, open: this.#overrides, canRead, listSettled });
  }

  /** The environment of a request's token. */
  environmentOf(req: UnleashRequest): string {
    return ((req.user ?? {}) as { environment?: string }).environment ?? this.#ports.own;
  }

  /** What was last sent on the stream of an instance that is connected here. */
  deliveredTo(instanceId: string): Mark | undefined {
    return this.#own.stream.deliveredTo(instanceId);
  }

  listPassive(): PassiveStream[] {
    return this.#own.stream.listPassive();
  }

  /** Calls back after each difference that was sent, until the returned function is called. */
  onSent(listener: () => void): () => void {
    this.#onSent.add(listener);
    return () => this.#onSent.delete(listener);
  }

  /** From now on exactly these hold in the own environment; returns how many streams were told. */
  setOverrides(open: readonly Override[], settled: readonly SettledOverride[] = []): number {
    this.#overrides = open;
    const { feed, stream } = this.#own;
    feed.setOverrides(open);
    return stream.setOverrides(open, settled);
  }

  close(): void {
    for (const { stream } of this.#environments.values()) stream.close();
  }

  #of(environment: string): Opened {
    const known = this.#environments.get(environment);
    if (known !== undefined) return known;
    const feed = new FlagFeed(environment, this.#ports.read);
    const stream = new SdkStream({ ...this.#ports, feed });
    feed.subscribe(({ revision }) => {
      if (environment === this.#ports.own && revision > this.#revision.revision)
        this.#revision = { revision, at: this.#ports.now() };
      for (const listener of this.#onSent) listener();
    });
    const opened = { feed, stream };
    this.#environments.set(environment, opened);
    return opened;
  }
}
