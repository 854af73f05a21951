import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { Session, SignIn } from '../../../contract/access.ts';
import { OpsError } from '../../../domain/ops-error.ts';
import { type Access, sessionMs } from '../../../services/access.ts';
import type { App } from '../app.ts';
import { type Identifier, requireOrigin, sessionCookie } from '../identity.ts';

/** What the session routes need. */
export interface SessionRoutes {
  access: Access;
  identifier: Identifier;
  allowedOrigins: readonly string[];
  environment: string;
}

/** Sign in, see who is signed in, sign out. */
export function sessionRoutes(app: App, deps: SessionRoutes): void {
  const tags = ['session'];

  app.post(
    '/api/v1/session',
    { schema: { tags, body: SignIn, response: { 200: Session } } },
    async (request, reply) => {
      if (request.headers.origin !== undefined) requireOrigin(request.raw, deps.allowedOrigins);
      const session = await deps.access.signIn(request.body, request.ip);
      setSessionCookie(reply, session.token);
      return session;
    },
  );

  app.get(
    '/api/v1/session',
    { config: { least: 'viewer' }, schema: { tags, response: { 200: Session } } },
    async ({ identity }) => {
      if (identity.session === undefined) {
        throw new OpsError('session.required', `${identity.actor.name} is a machine and has no session.`);
      }
      const { user, expiresAt } = identity.session;
      return { user, environment: deps.environment, expiresAt: expiresAt.toISOString() };
    },
  );

  app.delete('/api/v1/session', { schema: { tags, response: { 204: z.null() } } }, async (request, reply) => {
    const identity = await deps.identifier.identify(request.raw);
    if (identity?.session) await deps.access.signOut(identity.token);
    return reply.clearCookie(sessionCookie, { path: '/' }).code(204).send(null);
  });
}

/** Gives the browser its session; scripts cannot read it. */
export function setSessionCookie(reply: FastifyReply, token: string): void {
  reply.setCookie(sessionCookie, token, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    maxAge: sessionMs / 1000,
  });
}
