import { createHash } from 'node:crypto';
import { applyEvents, emptyState, type FlagState, flagsOf, segmentsOf } from '../evaluation/flag-state.ts';
import { parseOverrides } from '../evaluation/overrides.ts';
import { parseHydration } from '../evaluation/wire.ts';

/** Whose state a backup is: nobody else may read it. */
export interface BackupOwner {
  readonly service: string;
  readonly environment: string;
}

/** What was read from a backup. */
export type BackupContent =
  | { readonly kind: 'state'; readonly state: FlagState }
  | { readonly kind: 'unreadable'; readonly reason: string };

const FORMAT = 1;

const digestOf = (text: string) => createHash('sha256').update(text).digest('hex');

/** Name of an owner's file: readable, and different for each pair of service and environment. */
export const backupFileName = ({ service, environment }: BackupOwner): string => {
  const readable = `${service}-${environment}`.replace(/[^A-Za-z0-9_-]+/g, '_').slice(0, 80);
  const exact = digestOf(JSON.stringify([service, environment])).slice(0, 12);
  return `flags-${readable}-${exact}.json`;
};

/** A backup is two lines: a header with the checksum, and the state. */
export const encodeBackup = (owner: BackupOwner, state: FlagState): string => {
  const body = JSON.stringify({
    service: owner.service,
    environment: owner.environment,
    revision: state.revision,
    features: flagsOf(state),
    segments: segmentsOf(state),
    overrides: state.overrides,
  });
  return `${JSON.stringify({ format: FORMAT, sha256: digestOf(body) })}\n${body}\n`;
};

const unreadable = (reason: string): BackupContent => ({ kind: 'unreadable', reason });

const decodeBody = (owner: BackupOwner, body: string): BackupContent => {
  const { service, environment, revision, features, segments, overrides } = JSON.parse(body) as Record<
    string,
    unknown
  >;
  if (service !== owner.service || environment !== owner.environment) {
    return unreadable(`it belongs to ${String(service)} in ${String(environment)}`);
  }
  if (typeof revision !== 'number') return unreadable('it names no revision');
  const { event, faults } = parseHydration(revision, features, segments);
  if (event === undefined) return unreadable(faults.join('; '));
  const { state } = applyEvents(emptyState, [event]);
  return { kind: 'state', state: { ...state, overrides: parseOverrides(overrides) } };
};

/** Reads a backup; a torn, altered or foreign one is unreadable as a whole. */
export const decodeBackup = (owner: BackupOwner, text: string): BackupContent => {
  try {
    const [head = '', body = ''] = text.split('\n');
    const { format, sha256 } = JSON.parse(head) as Record<string, unknown>;
    if (format !== FORMAT) return unreadable(`format should be ${FORMAT}, but was ${JSON.stringify(format)}`);
    if (sha256 !== digestOf(body)) return unreadable('its checksum does not match its content');
    return decodeBody(owner, body);
  } catch (error) {
    return unreadable(`it is torn or no backup (${error instanceof Error ? error.message : String(error)})`);
  }
};
