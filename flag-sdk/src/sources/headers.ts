import { randomUUID } from 'node:crypto';
import type { Settings } from '../options.ts';
import { sdkName } from '../version.ts';

/** The Unleash client specification that this package evaluates by. */
const CLIENT_SPECIFICATION = '5.2.0';

/** The headers by which Unleash knows a client; one connection id for the life of the client. */
export const unleashHeaders = (
  settings: Settings,
  connectionId: string = randomUUID(),
): Record<string, string> => ({
  authorization: settings.token,
  'unleash-appname': settings.service,
  'unleash-instanceid': settings.instanceId,
  'unleash-connection-id': connectionId,
  'unleash-sdk': sdkName,
  'unleash-client-spec': CLIENT_SPECIFICATION,
  'unleash-interval': String(settings.timing.pollIntervalMs),
  'user-agent': settings.service,
});
