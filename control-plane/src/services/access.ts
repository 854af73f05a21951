import type { Session, SignIn } from '../contract/access.ts';
import { addFailure, type Failures, waitMs } from '../domain/access/sign-in-limit.ts';
import { OpsError } from '../domain/ops-error.ts';
import { type DatabaseWatch, isDatabaseAway } from './database-watch.ts';
import type { PeopleStore, SessionRecord } from './ports/store.ts';

/** Milliseconds for which a sign-in is good. */
export const sessionMs = 12 * 3_600_000;

/** Makes and checks secrets. */
export interface Secrets {
  hashPassword(password: string): Promise<string>;
  verifyPassword(hash: string, password: string): Promise<boolean>;
  newToken(): string;
  /** What is stored of a token. */
  digest(token: string): string;
}

/** What signing in needs. */
export interface AccessDeps {
  people: PeopleStore;
  secrets: Secrets;
  environment: string;
  now: () => number;
  watch: Pick<DatabaseWatch, 'attempt'>;
}

/** How long looking a session up may take before Postgres counts as away: it comes before everything else, also a kill. */
const findLimitMs = 750;
/** The newest sessions, which are known also while Postgres is away. */
const mostSessions = 5000;

/** Signs people in and out, and knows who is: also while Postgres is away, for those who had signed in before. */
export class Access {
  readonly #deps: AccessDeps;
  #sessions = new Map<string, SessionRecord>();
  readonly #failures = new Map<string, Failures>();
  #decoyHash: Promise<string> | undefined;

  constructor(deps: AccessDeps) {
    this.#deps = deps;
  }

  /** Throws `session.wrong_credentials` for an unknown person and a wrong password alike, `session.too_many_attempts`. */
  async signIn({ email, password }: SignIn, address: string): Promise<Session & { token: string }> {
    const { people, secrets, environment, now } = this.#deps;
    const key = `${email.toLowerCase()} ${address}`;
    this.#takeAttempt(key);
    const user = await people.findUser(email.toLowerCase());
    const hash = user?.passwordHash ?? (await this.#decoy());
    const isRight = await secrets.verifyPassword(hash, password);
    if (user === undefined || !isRight) {
      throw new OpsError(
        'session.wrong_credentials',
        'The e-mail address or the password is wrong. Check both and try again.',
      );
    }
    this.#failures.delete(key);
    const token = secrets.newToken();
    const expiresAt = new Date(now() + sessionMs);
    const digest = secrets.digest(token);
    await people.addSession(digest, user.email, expiresAt);
    await people.removeExpiredSessions(new Date(now()));
    const { name, role } = user;
    const shown = { email: user.email, name, role };
    this.#sessions.set(digest, { user: shown, expiresAt });
    return {
      user: shown,
      environment,
      expiresAt: expiresAt.toISOString(),
      token,
    };
  }

  /** Who a token belongs to; undefined where it is unknown or has expired. Throws `database.away` where nobody can know. */
  async find(token: string): Promise<SessionRecord | undefined> {
    const { people, secrets, now, watch } = this.#deps;
    const digest = secrets.digest(token);
    const at = new Date(now());
    try {
      const found = await watch.attempt(() => people.findSession(digest, at), findLimitMs);
      if (found === undefined) this.#sessions.delete(digest);
      else this.#sessions.set(digest, found);
      return found;
    } catch (error) {
      const known = this.#sessions.get(digest);
      if (known === undefined || !isDatabaseAway(error)) throw error;
      return known.expiresAt > at ? known : undefined;
    }
  }

  /** Keeps who is signed in, at whatever replica, for the time when Postgres cannot be asked. */
  async remember(): Promise<void> {
    this.#sessions = new Map(await this.#deps.people.listSessions(new Date(this.#deps.now()), mostSessions));
  }

  async signOut(token: string): Promise<void> {
    const digest = this.#deps.secrets.digest(token);
    this.#sessions.delete(digest);
    await this.#deps.people.removeSession(digest);
  }

  /** Counted before the password is checked, so that tries at the same time cannot slip through together. */
  #takeAttempt(key: string): void {
    const now = this.#deps.now();
    const failures = this.#failures.get(key) ?? [];
    const wait = waitMs(failures, now);
    if (wait > 0) {
      throw new OpsError(
        'session.too_many_attempts',
        `Too many failed sign-ins for this address: try again in ${Math.ceil(wait / 1000)} s.`,
      );
    }
    if (this.#failures.size > 10_000) this.#failures.clear();
    this.#failures.set(key, addFailure(failures, now));
  }

  /** Makes an unknown person take as long as a known one. */
  #decoy(): Promise<string> {
    this.#decoyHash ??= this.#deps.secrets.hashPassword(this.#deps.secrets.newToken());
    return this.#decoyHash;
  }
}
