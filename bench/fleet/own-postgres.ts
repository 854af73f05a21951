import { randomBytes } from 'node:crypto';
import { findFreePort } from '../../scripts/process/ports.ts';
import type { LocalService } from '../../scripts/services/local-service.ts';
import { startPostgres } from '../../scripts/services/postgres/postgres.ts';
import type { FleetRoom } from './fleet-room.ts';

/** A Postgres server of a fleet's own, so that it can really be stopped. */
export interface OwnPostgres {
  url: string;
  stop(): Promise<void>;
  /** Starts it again, on the same data and port. */
  start(): Promise<void>;
}

export const startOwnPostgres = async (room: FleetRoom): Promise<OwnPostgres> => {
  const options = { url: undefined, port: await findFreePort(), password: randomBytes(9).toString('hex') };
  let service: LocalService = await startPostgres(room, options);
  const stop = async () => service.process?.stop();
  room.onClose(stop);
  return {
    url: service.url,
    stop,
    start: async () => {
      service = await startPostgres(room, options);
    },
  };
};
