import { OpsError } from '../domain/ops-error.ts';
import { NoAnswer, within } from './within.ts';

/** What the watch works with. */
export interface DatabaseWatchDeps {
  /** Asks the database for anything; may hang. */
  ping(): Promise<void>;
  /** Whether an error says that the database cannot be reached. */
  saysAway(error: unknown): boolean;
  onAway(): void;
  onBack(): void;
}

const pingEveryMs = 1000;
/** How long an answer may take before the database counts as away. */
export const pingLimitMs = 1000;

/** Knows whether Postgres answers, and keeps nobody waiting for one that does not. */
export class DatabaseWatch {
  readonly #deps: DatabaseWatchDeps;
  readonly #timer: NodeJS.Timeout;
  readonly #afterLook = new Set<() => void>();
  #isAway = false;
  #isPinging = false;

  constructor(deps: DatabaseWatchDeps) {
    this.#deps = deps;
    this.#timer = setInterval(() => void this.look(), pingEveryMs);
  }

  get isAway(): boolean {
    return this.#isAway;
  }

  /** Calls back after every look, once a second. */
  afterLook(work: () => void): void {
    this.#afterLook.add(work);
  }

  /**
   * Does what needs the database. Throws `database.away` at once where it is known to be away, and where it turns out to
   * be, or does not answer within `limitMs`; what was begun may then still happen.
   */
  async attempt<Result>(work: () => Promise<Result>, limitMs: number): Promise<Result> {
    if (this.#isAway) throw away();
    try {
      return await within(work(), limitMs);
    } catch (error) {
      if (!(error instanceof NoAnswer) && !this.#deps.saysAway(error)) throw error;
      this.#lost();
      throw away(error);
    }
  }

  /** Asks whether the database is there. */
  async look(): Promise<void> {
    if (this.#isPinging) this.#lost();
    else await this.#ask();
    for (const work of this.#afterLook) work();
  }

  close(): void {
    clearInterval(this.#timer);
  }

  async #ask(): Promise<void> {
    this.#isPinging = true;
    const ping = this.#deps.ping().finally(() => {
      this.#isPinging = false;
    });
    await within(ping, pingLimitMs).then(
      () => this.#found(),
      () => this.#lost(),
    );
  }

  #found(): void {
    if (this.#isAway) this.#deps.onBack();
    this.#isAway = false;
  }

  #lost(): void {
    if (!this.#isAway) this.#deps.onAway();
    this.#isAway = true;
  }
}

/** Whether an error says that Postgres is away. */
export function isDatabaseAway(error: unknown): boolean {
  return error instanceof OpsError && error.code === 'database.away';
}

function away(cause?: unknown): OpsError {
  return new OpsError(
    'database.away',
    'Postgres does not answer: nothing was changed. Try again in a few seconds.',
    cause,
  );
}
