import type { UnleashRequest, UnleashResponse } from './express.ts';
import { FlagFeed, type ReadSnapshot } from './flag-feed.ts';
import { SdkStream } from './sdk-stream.ts';

/** The feed and the stream of each environment that some SDK has asked for. */
export class FlagStreams {
  readonly #read: ReadSnapshot;
  readonly #own: string;
  readonly #environments = new Map<string, { feed: FlagFeed; stream: SdkStream }>();

  /** `own` is the environment that the control plane itself serves. */
  constructor(read: ReadSnapshot, own: string) {
    this.#read = read;
    this.#own = own;
    this.#of(own);
  }

  /** The revision of the own environment that was read last. */
  get revision(): number {
    return this.#of(this.#own).feed.snapshot.revision;
  }

  get connections(): number {
    return [...this.#environments.values()].reduce((sum, { stream }) => sum + stream.connections, 0);
  }

  /** Reads every environment again and sends what has changed. */
  async refresh(): Promise<void> {
    await Promise.all([...this.#environments.values()].map(({ feed }) => feed.refresh()));
  }

  serve(req: UnleashRequest, res: UnleashResponse): Promise<void> {
    const { environment = this.#own } = (req.user ?? {}) as { environment?: string };
    return this.#of(environment).stream.serve(req, res);
  }

  close(): void {
    for (const { stream } of this.#environments.values()) stream.close();
  }

  #of(environment: string): { feed: FlagFeed; stream: SdkStream } {
    const known = this.#environments.get(environment);
    if (known !== undefined) return known;
    const feed = new FlagFeed(environment, this.#read);
    const opened = { feed, stream: new SdkStream(feed) };
    this.#environments.set(environment, opened);
    return opened;
  }
}
