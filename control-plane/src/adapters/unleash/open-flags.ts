import type { Logger } from 'pino';
import type { Config } from '../../config.ts';
import type { FlagEngine } from '../../services/ports/flag-engine.ts';
import type { Identifier } from '../http/identity.ts';
import type { Database } from '../postgres/database.ts';
import { admit } from './admin-identity.ts';
import type { UnleashApp } from './express.ts';
import { flagEngine } from './flag-engine.ts';
import { FlagStreams } from './flag-streams.ts';
import { openUnleash } from './open-unleash.ts';
import { UnleashPeople } from './people.ts';
import { snapshotReader } from './read-snapshot.ts';

/** The embedded flag engine as the rest of the control plane uses it. */
export interface Flags {
  app: UnleashApp;
  engine: FlagEngine;
  people: UnleashPeople;
  streams: FlagStreams;
  /** Sends what was written to every SDK: to those that stream now, to those that poll at their next poll. */
  push(): Promise<void>;
  close(): Promise<void>;
}

/** Starts the flag engine and the streams of its flags. */
export async function openFlags(
  config: Config,
  database: Database,
  identifier: Identifier,
  log: Logger,
): Promise<Flags> {
  let opened: Pick<Flags, 'people' | 'streams'> | undefined;
  const unleash = await openUnleash(config, log, {
    authenticate: async (req, res) => admit(req, res, identifier, opened!.people),
    stream: (req, res) => {
      opened!.streams.serve(req, res).catch((error: unknown) => {
        log.warn({ err: String(error) }, 'a stream of flags could not begin');
        res.destroy();
      });
    },
  });
  const people = new UnleashPeople(unleash.stores, unleash.services.accessService);
  const streams = new FlagStreams(snapshotReader(unleash), config.environment);
  opened = { people, streams };
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
    push,
    close: async () => {
      streams.close();
      await unleash.stop();
    },
  };
}
