import { pino } from 'pino';
import { startControlPlane } from './compose.ts';
import { type Config, readConfig } from './config.ts';

// Warnings of libraries about other libraries help nobody who runs this; everything else is logged as JSON.
process.noDeprecation = true;

/** Everything must be closed by then: what still hangs is cut off. */
const closeWithinMs = 4_500;

try {
  await run(readConfig(process.env));
} catch (error) {
  exitWith(error);
}

async function run(config: Config): Promise<void> {
  const log = pino({ name: 'control-plane', level: config.logLevel });
  process.on('unhandledRejection', (reason) =>
    log.error({ err: stackOf(reason) }, 'work in the background failed'),
  );
  process.on('uncaughtException', (error) => {
    log.fatal({ err: stackOf(error) }, 'the control plane stops: nobody handled an error');
    process.exit(1);
  });
  const controlPlane = await startControlPlane(config, { log }).catch((error: unknown) =>
    exitWith(error, config),
  );
  log.info({ url: controlPlane.url, environment: config.environment }, 'control plane is ready');
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      log.info({ signal }, 'control plane is stopping');
      setTimeout(() => process.exit(1), closeWithinMs).unref();
      controlPlane.close().then(() => process.exit(0), exitWith);
    });
  }
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** One line, no stack: whoever starts the process must see what to change. */
function exitWith(error: unknown, config?: Config): never {
  const { code, message } = error as { code?: string; message?: string };
  const isInUse = code === 'EADDRINUSE' && config !== undefined;
  const what = isInUse
    ? `Port ${config.port} of ${config.host} is in use: stop what holds it, or set BREAKWATER_CONTROL_PLANE_PORT.`
    : (message ?? String(error));
  pino({ name: 'control-plane' }).fatal({ code }, what);
  process.exit(1);
}
