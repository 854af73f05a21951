import type { Logger } from 'pino';
import type { Config } from '../../config.ts';
import type { Beat } from '../../services/instance-registry.ts';
import type { FlagEngine } from '../../services/ports/flag-engine.ts';
import type { Identifier } from '../http/identity.ts';
import type { Database } from '../postgres/database.ts';
import { admit } from './admin-identity.ts';
import type { UnleashApp } from './express.ts';
import { flagEngine } from './flag-engine.ts';
import { FlagStreams } from './flag-streams.ts';
import { openUnleash } from './open-unleash.ts';
import { PassiveClients } from './passive-clients.ts';
import { UnleashPeople } from './people.ts';
import { snapshotReader } from './read-snapshot.ts';
import type { SdkStreamPorts } from './sdk-stream.ts';

/** The embedded flag engine as the rest of the control plane uses it. */
export interface Flags {
  app: UnleashApp;
  engine: FlagEngine;
  people: UnleashPeople;
  streams: FlagStreams;
  passive: PassiveClients;
  /** Sends what was written to every SDK: to those that stream now, to those that poll at their next poll. */
  push(): Promise<void>;
  close(): Promise<void>;
}

/** What the streams of flags need of the rest of the control plane. */
export interface FlagSeams extends Pick<SdkStreamPorts, 'now' | 'canRead' | 'listSettled'> {
  /** Takes in what was seen of a client that sends no heartbeats. */
  takeBeat(beat: Beat): void;
}

/** Starts the flag engine and the streams of its flags. */
export async function openFlags(
  config: Config,
  database: Database,
  identifier: Identifier,
  seams: FlagSeams,
  log: Logger,
): Promise<Flags> {
  let opened: Pick<Flags, 'people' | 'streams' | 'passive'> | undefined;
  const unleash = await openUnleash(config, log, {
    authenticate: async (req, res) => admit(req, res, identifier, opened!.people),
    stream: (req, res) => {
      opened!.streams.serve(req, res).catch((error: unknown) => {
        log.warn({ err: String(error) }, 'a stream of flags could not begin');
        res.destroy();
      });
    },
    poll: (req, res) => {
      opened!.passive.polled(req, opened!.streams.environmentOf(req));
      return opened!.streams.servePoll(req, res);
    },
  });
  const people = new UnleashPeople(unleash.stores, unleash.services.accessService);
  const { now, canRead, listSettled } = seams;
  const streams = new FlagStreams({
    read: snapshotReader(unleash),
    own: config.environment,
    now,
    canRead,
    listSettled,
  });
  const passive = new PassiveClients({
    listStreams: () => streams.listPassive(),
    take: seams.takeBeat,
    environment: config.environment,
    now,
  });
  streams.onSent(() => passive.noteStreams());
  opened = { people, streams, passive };
  const push = async () => {
    await Promise.all([
      streams.refresh(),
      unleash.services.configurationRevisionService.updateMaxRevisionId(),
    ]);
  };
  return {
    app: unleash.app,
    engine: flagEngine(unleash.services, database, config.environment),
    people,
    streams,
    passive,
    push,
    close: async () => {
      passive.close();
      streams.close();
      await unleash.stop();
    },
  };
}
