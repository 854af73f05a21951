import { getConfig } from './config.ts';

/** Says where the control plane is expected, or ends the process with the reason why it cannot be known. */
export function checkStart(): void {
  try {
    const { controlPlaneUrl, environment } = getConfig();
    log('info', 'the dashboard has started', { controlPlaneUrl, environment });
  } catch (error) {
    log('fatal', error instanceof Error ? error.message : String(error), {});
    process.exit(1);
  }
}

function log(level: string, msg: string, fields: Record<string, string>): void {
  process.stdout.write(`${JSON.stringify({ level, time: new Date().toISOString(), msg, ...fields })}\n`);
}
