'use client';

import {
  createContext,
  createElement,
  type ReactElement,
  type ReactNode,
  useContext,
  useEffect,
  useState,
} from 'react';
import { emptySnapshot, type FlagSnapshot } from '../snapshot/flag-snapshot.ts';
import { createSnapshotStore, type SnapshotStore } from './snapshot-store.ts';
import type { SnapshotSource } from './sources.ts';

/** What a provider is given. */
export interface FlagsProviderProps {
  /** What the server evaluated; read when the provider is mounted, so give another `key` for another user. */
  readonly snapshot?: FlagSnapshot | undefined;
  /** Where newer snapshots come from; make it once, outside of rendering. Without it the first one stays. */
  readonly source?: SnapshotSource | undefined;
  readonly children?: ReactNode;
}

const Store = createContext<SnapshotStore>(createSnapshotStore(emptySnapshot));

/** The answers for the part of the page that asks. */
export const useSnapshotStore = (): SnapshotStore => useContext(Store);

/** Hands the answers of a server to everything inside it, and keeps them fresh. */
export const FlagsProvider = ({ snapshot, source, children }: FlagsProviderProps): ReactElement => {
  const [store] = useState(() => createSnapshotStore(snapshot ?? emptySnapshot));
  useEffect(() => source?.(store.take), [store, source]);
  return createElement(Store.Provider, { value: store }, children);
};
