import type { Server } from 'node:http';
import cookie from '@fastify/cookie';
import swagger from '@fastify/swagger';
import fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
  type RawReplyDefaultExpression,
  type RawRequestDefaultExpression,
} from 'fastify';
import {
  createJsonSchemaTransform,
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from 'fastify-type-provider-zod';
import type { Logger } from 'pino';
import { OpsError } from '../../domain/ops-error.ts';
import { allowOrigins } from './cors.ts';
import { bodyLimit, replyWithProblem } from './problems.ts';

/** The ops API's app; routes are typed by their zod schemas. */
export type App = FastifyInstance<
  Server,
  RawRequestDefaultExpression<Server>,
  RawReplyDefaultExpression<Server>,
  FastifyBaseLogger,
  ZodTypeProvider
>;

/** How the app is built. */
export interface AppOptions {
  log: Logger;
  allowedOrigins: readonly string[];
  /** Makes the one server, which hands this app the requests that are not for the flag engine. */
  serverFactory: (handler: (req: never, res: never) => void) => Server;
  /** Hears of every answered request; `seconds` since it came in. */
  onAnswered: (request: FastifyRequest, reply: FastifyReply, seconds: number) => void;
}

/** Builds the app without its routes. */
export async function buildApp(options: AppOptions): Promise<App> {
  const app = fastify({
    loggerInstance: options.log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    forceCloseConnections: true,
    bodyLimit,
    // Longer names are refused by the routes' own schemas, in words.
    routerOptions: { maxParamLength: 4000 },
    serverFactory: options.serverFactory as never,
  }).withTypeProvider<ZodTypeProvider>() as unknown as App;
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler(replyWithProblem);
  app.setNotFoundHandler((request) => {
    const path = request.url.split('?')[0];
    throw new OpsError(
      'request.not_found',
      `There is no ${request.method} ${path}; /openapi.json lists what there is.`,
    );
  });
  app.addHook('onResponse', async (request, reply) => {
    options.onAnswered(request, reply, reply.elapsedTime / 1000);
  });
  allowOrigins(app, options.allowedOrigins);
  await app.register(cookie);
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Breakwater control plane',
        version: '0.1.0',
        description:
          'Kill switches with proof of propagation, rollouts, incidents, audit. Errors are RFC 9457 problems.',
      },
      components: {
        securitySchemes: {
          session: { type: 'apiKey', in: 'cookie', name: 'breakwater_session' },
          token: { type: 'http', scheme: 'bearer' },
        },
      },
      security: [{ session: [] }, { token: [] }],
    },
    transform: createJsonSchemaTransform({ skipList: [] }),
  });
  return app;
}
