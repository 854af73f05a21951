import { startDetector } from './compose.ts';
import { type Config, readConfig } from './config.ts';

async function main(): Promise<void> {
  const config = readConfig(process.env);
  const detector = await startDetector(config).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'EADDRINUSE' ? new Error(portInUse(config), { cause: error }) : error;
  });
  const stop = () => {
    setTimeout(() => process.exit(1), 4_500).unref();
    void detector.close().then(() => process.exit(0));
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

const portInUse = ({ host, port }: Config): string =>
  `port ${port} on ${host} is in use: stop what listens there, or set BREAKWATER_DETECTOR_PORT to a free port`;

main().catch((error: Error) => {
  process.stderr.write(`anomaly-detector: ${error.message}\n`);
  process.exitCode = 1;
});
