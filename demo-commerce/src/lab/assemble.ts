import { startLoad } from '../load/generator.ts';
import type { Platform } from '../platform/platform.ts';
import { createFaultBoard } from './fault-board.ts';
import { startFaultFanOut } from './fault-fan-out.ts';
import { addLabRoutes } from './routes.ts';

/** Hurts services on request and keeps shoppers coming. */
export async function assembleLab(platform: Platform): Promise<void> {
  const { app, config, log } = platform;
  const board = createFaultBoard();
  const fanOut = startFaultFanOut({ board, targets: config.targets, log, now: Date.now });
  platform.onClose(fanOut.close);
  await fanOut.adopt();
  const load = startLoad({
    gatewayUrls: config.gatewayUrls,
    requestsPerSecond: config.loadRequestsPerSecond,
    log,
    random: Math.random,
  });
  platform.onClose(load.close);
  addLabRoutes(app, {
    board,
    load,
    services: [...new Set(config.targets.map(({ service }) => service))],
    tell: fanOut.tell,
    now: Date.now,
  });
}
