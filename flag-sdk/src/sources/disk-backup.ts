import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type FlagErrorCode, FlagSdkError } from '../errors.ts';
import type { FlagState } from '../evaluation/flag-state.ts';
import { type BackupOwner, backupFileName, decodeBackup, encodeBackup } from './backup-file.ts';

/** A draft this old was left by a process that died: writing one takes milliseconds. */
const DRAFT_ABANDONED_MS = 60_000;

/** Keeps the last known good state of one service and environment on disk. */
export class DiskBackup {
  readonly path: string;
  readonly #folder: string;
  readonly #owner: BackupOwner;
  readonly #onError: (error: FlagSdkError) => void;
  #next: FlagState | undefined;
  #newest: FlagState | undefined;
  #writing: Promise<void> | undefined;
  #isTidy = false;

  constructor(folder: string, owner: BackupOwner, onError: (error: FlagSdkError) => void) {
    this.#folder = folder;
    this.#owner = owner;
    this.#onError = onError;
    this.path = join(folder, backupFileName(owner));
  }

  /** Reads the backup before anything else happens, so that the first question is answered with it. */
  load(): FlagState | undefined {
    try {
      const content = decodeBackup(this.#owner, readFileSync(this.path, 'utf8'));
      if (content.kind === 'state') return content.state;
      this.#report('BACKUP_UNREADABLE', `The backup ${this.path} is not used: ${content.reason}.`);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') {
        this.#report(
          'BACKUP_UNREADABLE',
          `The backup ${this.path} could not be read: ${String(error)}.`,
          error,
        );
      }
    }
    return undefined;
  }

  /** Writes `state` soon; of states that come while one is written only the newest is written. */
  save(state: FlagState): void {
    if (state === this.#newest) return;
    this.#newest = state;
    this.#next = state;
    this.#writing ??= this.#writeAll();
  }

  /** Resolves once everything given to `save` is on disk or was given up. */
  async flush(): Promise<void> {
    while (this.#writing !== undefined) await this.#writing;
  }

  async #writeAll(): Promise<void> {
    while (this.#next !== undefined) {
      const state = this.#next;
      this.#next = undefined;
      await this.#write(state).catch((error: unknown) =>
        this.#report(
          'BACKUP_UNWRITABLE',
          `The backup ${this.path} could not be written: ${String(error)}.`,
          error,
        ),
      );
    }
    this.#writing = undefined;
  }

  async #write(state: FlagState): Promise<void> {
    await mkdir(this.#folder, { recursive: true });
    // A draft that cannot be removed is no reason to keep nothing.
    if (!this.#isTidy) await this.#tidy().catch(() => undefined);
    const draft = `${this.path}.${randomUUID()}.tmp`;
    try {
      const written = joined(state, await this.#onDisk());
      await this.#writeSynced(draft, written);
      // Another instance of the service may share the file: asked again last, so that little can happen in between.
      const overtaking = await this.#onDisk();
      const newest = joined(state, overtaking);
      if (newest.revision !== written.revision || !areSame(newest.overrides, written.overrides))
        await this.#writeSynced(draft, newest);
      if (newest !== overtaking) await rename(draft, this.path);
    } finally {
      await rm(draft, { force: true });
    }
  }

  /** Removes the drafts of processes that were killed while they wrote. */
  async #tidy(): Promise<void> {
    this.#isTidy = true;
    const ours = `${basename(this.path)}.`;
    const drafts = (await readdir(this.#folder)).filter(
      (name) => name.startsWith(ours) && name.endsWith('.tmp'),
    );
    for (const draft of drafts.map((name) => join(this.#folder, name))) {
      const known = await stat(draft).catch(() => undefined);
      if (known !== undefined && Date.now() - known.mtimeMs > DRAFT_ABANDONED_MS)
        await rm(draft, { force: true });
    }
  }

  async #writeSynced(path: string, state: FlagState): Promise<void> {
    const file = await open(path, 'w', 0o600);
    try {
      await file.writeFile(encodeBackup(this.#owner, state));
      await file.sync();
    } finally {
      await file.close();
    }
  }

  async #onDisk(): Promise<FlagState | undefined> {
    const text = await readFile(this.path, 'utf8').catch(() => undefined);
    const content = text === undefined ? undefined : decodeBackup(this.#owner, text);
    return content?.kind === 'state' ? content.state : undefined;
  }

  #report(code: FlagErrorCode, message: string, cause?: unknown): void {
    this.#onError(new FlagSdkError(code, message, { cause }));
  }
}

/** The newer of both, with the overrides of both: only what this instance saw end is left out. */
const joined = (own: FlagState, onDisk: FlagState | undefined): FlagState => {
  if (onDisk === undefined) return own;
  const newer = onDisk.revision > own.revision ? onDisk : own;
  const overrides = new Map(
    [...onDisk.overrides, ...own.overrides]
      .filter(({ id }) => !own.ended.has(id))
      .map((override) => [override.id, override]),
  );
  const joint = [...overrides.values()];
  return areSame(joint, newer.overrides) ? newer : { ...newer, overrides: joint };
};

const areSame = (some: FlagState['overrides'], others: FlagState['overrides']): boolean =>
  some.length === others.length && some.every(({ id }) => others.some((other) => other.id === id));
