import type { CausedChange } from '../alerts/alert-ledger.ts';
import type { Pointer, StoredSnapshot } from '../state/pointer.ts';

/** Keeps snapshots; each is known by what `write` returned. */
export type SnapshotStore = {
  write(partition: number, bytes: Buffer): Promise<StoredSnapshot>;
  /** Told that the snapshot written last is the one to read from now on: what came before may be written over. */
  committed(partition: number): void;
  /** Null where it is no longer there, or not whole; rejects where that cannot be told now. */
  read(partition: number, stored: StoredSnapshot): Promise<Buffer | null>;
};

/** Where changes of alerts go; resolves once all are stored, in order. */
export type AlertSink = { publish(changes: readonly CausedChange[]): Promise<void> };

/** A message that could not be read. */
export type DeadLetter = { partition: number; offset: number; value: Buffer; reason: string };
export type DeadLetters = { bury(letters: readonly DeadLetter[]): Promise<void> };

/** Where learning of a partition goes on: at `offset`, with what the pointer names. */
export type Position = { offset: number; pointer: Pointer };

/** Stores positions; refused where the partition has been given to another worker. */
export type CommitPosition = (partition: number, position: Position) => Promise<void>;

/** What is known of a partition when it is taken over: its stored position and the oldest message that is kept. */
export type Inheritance = { position: Position | null; oldest: number };
