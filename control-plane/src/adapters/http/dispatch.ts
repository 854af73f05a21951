import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';

/** One server for both: paths under the prefix go to the flag engine, everything else to the ops API. */
export function dispatchServer(prefix: string, flagEngine: RequestListener, opsApi: RequestListener): Server {
  const server = createServer((req: IncomingMessage, res: ServerResponse) => {
    const isForFlagEngine =
      req.url === prefix || req.url?.startsWith(`${prefix}/`) || req.url?.startsWith(`${prefix}?`);
    if (isForFlagEngine) flagEngine(req, res);
    else opsApi(req, res);
  });
  server.keepAliveTimeout = 65_000;
  server.headersTimeout = 66_000;
  return server;
}
