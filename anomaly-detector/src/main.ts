import { type Config, readConfig } from './config.ts';
import { inlineModel } from './engine.ts';

/** Time for a clean stop: a worker stores all that it has learnt. */
const stopMs = { all: 4_500, front: 4_500, worker: 60_000 };

async function main(): Promise<void> {
  const config = readConfig(process.env);
  inlineModel();
  const detector = await start(config).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'EADDRINUSE' ? new Error(portInUse(config), { cause: error }) : error;
  });
  const stop = () => {
    setTimeout(() => process.exit(1), stopMs[config.role]).unref();
    detector.close().then(() => process.exit(0), giveUp);
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

/** Loads only what the role needs: a worker takes nothing in. */
async function start(config: Config): Promise<{ close(): Promise<void> }> {
  if (config.role === 'worker') return (await import('./compose/worker.ts')).startWorker(config, giveUp);
  if (config.role === 'front') return (await import('./compose/front.ts')).startFront(config, giveUp);
  return (await import('./compose.ts')).startDetector(config);
}

const portInUse = ({ host, port }: Config): string =>
  `port ${port} on ${host} is in use: stop what listens there, or set BREAKWATER_DETECTOR_PORT to a free port`;

function giveUp(error: Error): void {
  process.stderr.write(`anomaly-detector: ${error.message}\n`, () => process.exit(1));
}

main().catch(giveUp);
