import type { KillRequest } from '../../contract/switch.ts';
import type { Actor } from '../../domain/access/actor.ts';

/** A kill as it was asked for while Postgres was away. */
export interface JournaledKill {
  id: string;
  flag: string;
  /** When it was accepted, ISO 8601. */
  at: string;
  actor: Actor;
  request: KillRequest;
}

/** A kill of the journal as it is repeated once Postgres is back. */
export interface Replay {
  at: Date;
  journal: {
    id: string;
    /** After how many milliseconds each instance held it. */
    heldMs: Record<string, number>;
  };
}

/** Keeps kills that Postgres does not have yet, so that they outlive this process. */
export interface KillJournal {
  /** Resolves once it would survive a crash of the machine; rejects where it cannot be written. */
  add(kill: JournaledKill): Promise<void>;
  remove(id: string): Promise<void>;
  /** Oldest first. */
  list(): Promise<JournaledKill[]>;
}
