import type { FlagAnswer, FlagSnapshot } from '../snapshot/flag-snapshot.ts';

/** The answers that a page shows, and who is told when they change. */
export interface SnapshotStore {
  /** What a key gives now; the same object as long as the answer is the same. */
  answer(key: string): FlagAnswer | undefined;
  /** What a key gave on the server: the page shows it until it is hydrated. */
  firstAnswer(key: string): FlagAnswer | undefined;
  /** Takes a newer snapshot; an older one is left aside. */
  take(snapshot: FlagSnapshot): void;
  subscribe(listener: () => void): () => void;
}

const isSame = (one: FlagAnswer | undefined, other: FlagAnswer | undefined): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

/** A store that begins with what the server handed over. */
export const createSnapshotStore = (first: FlagSnapshot): SnapshotStore => {
  const firstAnswers = new Map(Object.entries(first.answers));
  let answers: ReadonlyMap<string, FlagAnswer> = firstAnswers;
  let revision = first.revision;
  const listeners = new Set<() => void>();
  return {
    answer: (key) => answers.get(key),
    firstAnswer: (key) => firstAnswers.get(key),
    take: (snapshot) => {
      if (snapshot.revision < revision) return;
      revision = snapshot.revision;
      const before = answers;
      answers = new Map(
        Object.entries(snapshot.answers).map(([key, answer]) => {
          const known = before.get(key);
          return [key, known !== undefined && isSame(known, answer) ? known : answer];
        }),
      );
      for (const listener of listeners) listener();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
};
