import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { SignIn } from '../../../contract/access.ts';
import { LevelRequest } from '../../../contract/level.ts';
import { KillRequest, RenewRequest, RestoreRequest } from '../../../contract/switch.ts';
import { OpsError } from '../../../domain/ops-error.ts';
import type { Access } from '../../../services/access.ts';
import type { FlipDeps, Flipped } from '../../../services/flip-switch.ts';
import {
  type AnywayDeps,
  killAnyway,
  listSwitchesAnyway,
  restoreWithDatabase,
} from '../../../services/kill-anyway.ts';
import { changeLevel, readLevel } from '../../../services/levels.ts';
import type { StoreWithTransactions } from '../../../services/ports/store.ts';
import { renewSwitchKill } from '../../../services/renew-kill.ts';
import type { Turns } from '../../../services/turns.ts';
import type { App } from '../app.ts';
import { type Identifier, type Identity, requireOrigin, sessionCookie } from '../identity.ts';
import { replyTo } from '../problems.ts';
import { setSessionCookie } from '../routes/session.ts';
import { type Notice, signInPage, switchesPage } from './page.ts';

/** What the page needs. */
export interface BreakGlass extends FlipDeps, AnywayDeps {
  store: StoreWithTransactions;
  turns: Turns;
  access: Access;
  identifier: Identifier;
  allowedOrigins: readonly string[];
}

/** How long a flip's answer waits for the instances, so that the page shows the proof at once. */
const proofMs = 1500;

const policy =
  "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
/** Forms send text, and nothing at all for a box that is not ticked. */
const Kill = KillRequest.omit({ expiresInS: true }).extend({
  key: z.string(),
  expiresInMin: z.union([z.literal('').transform(() => undefined), z.coerce.number().min(1)]).optional(),
});
const Restore = RestoreRequest.omit({ immediate: true, stepS: true }).extend({
  key: z.string(),
  immediate: z.literal('on').optional(),
});

/** Plain forms, no script: works when the dashboard, the detector and the bus are down. */
export async function breakGlassRoutes(app: App, deps: BreakGlass): Promise<void> {
  await app.register(async (scope) => {
    scope.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string' },
      (_request, text, done) => {
        done(null, Object.fromEntries(new URLSearchParams(String(text))));
      },
    );
    scope.addHook('onRequest', async (request, reply) => {
      reply.headers({
        'content-security-policy': policy,
        'cache-control': 'no-store',
        'referrer-policy': 'same-origin',
      });
      if (request.method === 'POST') requireOrigin(request.raw, deps.allowedOrigins);
    });
    scope.setErrorHandler(async (error, request, reply) => {
      const { status, detail } = replyTo(error, request);
      await show(deps, request, reply.code(status), { isError: true, text: detail });
    });
    const hidden = { schema: { hide: true } };

    scope.get('/break-glass', hidden, async (request, reply) => show(deps, request, reply));

    scope.post('/break-glass/sign-in', hidden, async (request, reply) => {
      const session = await deps.access.signIn(parse(SignIn, request.body), request.ip);
      setSessionCookie(reply, session.token);
      return reply.redirect('/break-glass', 303);
    });

    scope.post('/break-glass/sign-out', hidden, async (request, reply) => {
      const identity = await deps.identifier.identify(request.raw);
      if (identity?.session) await deps.access.signOut(identity.token);
      return reply.clearCookie(sessionCookie, { path: '/' }).redirect('/break-glass', 303);
    });

    scope.post('/break-glass/kill', hidden, async (request, reply) => {
      const { actor } = await deps.identifier.require(request.raw, 'responder');
      const { key, expiresInMin, ...asked } = parse(Kill, request.body);
      const expiresInS = expiresInMin === undefined ? {} : { expiresInS: Math.round(expiresInMin * 60) };
      const kill = parse(KillRequest, { ...asked, ...expiresInS });
      return showFlipped(deps, reply, await killAnyway(deps, actor, key, kill));
    });

    scope.post('/break-glass/renew', hidden, async (request, reply) => {
      const { actor } = await deps.identifier.require(request.raw, 'responder');
      const { key, expiresInMin, reason } = parse(Kill, request.body);
      const expiresInS = expiresInMin === undefined ? null : Math.round(expiresInMin * 60);
      const { term } = await renewSwitchKill(deps, actor, key, parse(RenewRequest, { reason, expiresInS }));
      const until = term?.expiresAt ?? 'somebody restores it';
      const done = `${key} stays KILLED until ${until}`;
      return reply.redirect(`/break-glass?done=${encodeURIComponent(done)}#${encodeURIComponent(key)}`, 303);
    });

    scope.post('/break-glass/restore', hidden, async (request, reply) => {
      const { actor } = await deps.identifier.require(request.raw, 'responder');
      const { key, immediate, ...asked } = parse(Restore, request.body);
      const restore = { ...asked, immediate: immediate === 'on' };
      return showFlipped(deps, reply, await restoreWithDatabase(deps, actor, key, restore));
    });

    scope.post('/break-glass/level', hidden, async (request, reply) => {
      const { actor } = await deps.identifier.require(request.raw, 'responder');
      const { report } = await changeLevel(deps, actor, parse(LevelRequest, request.body));
      const failed = report.results.filter(({ result }) => result === 'failed');
      const left = failed.map(({ key, detail }) => `${key} failed: ${detail}`).join('; ');
      const changed = report.results.filter(({ result }) => result === 'changed').length;
      const done = `The level is now ${report.to}: ${changed} switches changed${left === '' ? '' : `; ${left}`}`;
      return reply.redirect(`/break-glass?done=${encodeURIComponent(done)}#level`, 303);
    });
  });
}

async function showFlipped(
  deps: BreakGlass,
  reply: FastifyReply,
  { accepted, isNew }: Flipped,
): Promise<FastifyReply> {
  await deps.tracker.settled(accepted.changeId, proofMs);
  const how = accepted.journaled ? `. ${accepted.journaled.note}` : '';
  const done = `${accepted.key} ${isNew ? 'is now' : 'was already'} ${accepted.state}${how}`;
  return reply.redirect(`/break-glass?done=${encodeURIComponent(done)}#${accepted.key}`, 303);
}

async function show(
  deps: BreakGlass,
  request: FastifyRequest,
  reply: FastifyReply,
  notice?: Notice,
): Promise<FastifyReply> {
  reply.type('text/html; charset=utf-8');
  const identity = await signedIn(deps, request);
  if (identity?.session === undefined) return reply.send(signInPage(deps.environment, notice));
  const { done } = request.query as { done?: string };
  const said = notice ?? (done === undefined ? undefined : { isError: false, text: done.slice(0, 400) });
  const list = await listSwitchesAnyway(deps);
  const level = list.databaseAway ? undefined : await readLevel(deps.store).catch(() => undefined);
  return reply.send(switchesPage(list, level, identity.session.user, said));
}

/** A request from elsewhere was refused before; to show the page it counts as nobody's. */
async function signedIn(deps: BreakGlass, request: FastifyRequest): Promise<Identity | undefined> {
  try {
    return await deps.identifier.identify(request.raw);
  } catch (error) {
    if (error instanceof OpsError) return undefined;
    throw error;
  }
}

function parse<Schema extends z.ZodType>(schema: Schema, body: unknown): z.infer<Schema> {
  const read = schema.safeParse(body);
  if (read.success) return read.data;
  const issues = read.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new OpsError('request.invalid', issues.join('; '));
}
