import { startService } from './compose.ts';
import { ConfigError, readConfig } from './config.ts';
import { openLog } from './platform/log.ts';
import { closeOnSignal } from './platform/shutdown.ts';
import { StartError } from './platform/start-error.ts';
import { isServiceName, type ServiceName, serviceNames } from './service-names.ts';

const service = process.argv[2];
if (!isServiceName(service)) {
  process.stderr.write(`usage: node demo-commerce/src/main.ts ${serviceNames.join('|')}\n`);
  process.exit(2);
}
await run(service);

async function run(name: ServiceName): Promise<void> {
  try {
    const config = readConfig(name, process.env);
    const log = openLog({ ...config, level: config.logLevel });
    const running = await startService(config, log);
    closeOnSignal(log, running.close);
  } catch (error) {
    if (!(error instanceof ConfigError) && !(error instanceof StartError)) throw error;
    const log = openLog({ service: name, instance: process.env.COMMERCE_INSTANCE ?? name, level: 'info' });
    log.fatal({ code: error.code }, error.message);
    process.exit(1);
  }
}
