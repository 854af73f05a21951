import type { IncomingMessage } from 'node:http';
import { type Actor, requireRole } from '../../domain/access/actor.ts';
import { mayUseCookie } from '../../domain/access/origin.ts';
import { OpsError } from '../../domain/ops-error.ts';
import type { Access } from '../../services/access.ts';
import type { SessionRecord } from '../../services/ports/store.ts';
import { isSameSecret } from '../secrets/secrets.ts';

/** The name of the cookie that carries a session's token. */
export const sessionCookie = 'breakwater_session';

/** A token as the request carries it. */
export interface Credential {
  token: string;
  via: 'cookie' | 'bearer';
}

/** An actor with the session that it comes from; machines have none. */
export interface Identity {
  actor: Actor;
  session: SessionRecord | undefined;
  token: string;
}

/** A machine's own token and what it may do. */
export interface Machine {
  name: string;
  token: string;
  /** Absent: the token opens its own routes only. */
  role?: Actor['role'];
}

/** The credential of a request: a bearer token comes before the cookie. */
export function credentialOf(req: IncomingMessage): Credential | undefined {
  const header = req.headers.authorization?.trim();
  if (header) return { token: header.replace(/^bearer\s+/i, ''), via: 'bearer' };
  const pair = req.headers.cookie?.split(';').find((part) => part.trim().startsWith(`${sessionCookie}=`));
  const token = pair?.slice(pair.indexOf('=') + 1).trim();
  return token ? { token, via: 'cookie' } : undefined;
}

/** Throws `request.origin_refused` where a request that relies on its cookie does not come from a page of ours. */
export function requireOrigin(req: IncomingMessage, allowed: readonly string[]): void {
  const { host, origin, referer, 'sec-fetch-site': fetchSite } = req.headers;
  if (mayUseCookie({ host, origin, referer, fetchSite: String(fetchSite ?? '') }, allowed)) return;
  throw new OpsError(
    'request.origin_refused',
    `A change that relies on a cookie must come from this server or from an allowed origin, got ${origin ?? 'no origin'}. ` +
      'Add the origin to BREAKWATER_ALLOWED_ORIGINS, or send the token as "Authorization: Bearer".',
  );
}

/** Finds out who asks; undefined where nobody has signed in. */
export class Identifier {
  readonly #access: Access;
  readonly #machines: readonly Machine[];
  readonly #allowedOrigins: readonly string[];

  constructor(access: Access, machines: readonly Machine[], allowedOrigins: readonly string[]) {
    this.#access = access;
    this.#machines = machines;
    this.#allowedOrigins = allowedOrigins;
  }

  /** Throws `request.origin_refused` for a state-changing request that relies on a cookie from elsewhere. */
  async identify(req: IncomingMessage): Promise<Identity | undefined> {
    const credential = credentialOf(req);
    if (credential === undefined) return undefined;
    const { token, via } = credential;
    const machine = this.#machines.find((known) => isSameSecret(token, known.token));
    if (machine?.role && via === 'bearer') {
      return { actor: { name: machine.name, role: machine.role, via: 'machine' }, session: undefined, token };
    }
    if (via === 'cookie' && changesState(req)) requireOrigin(req, this.#allowedOrigins);
    const session = await this.#access.find(token);
    return session && { actor: { name: session.user.email, role: session.user.role, via }, session, token };
  }

  /** Throws `session.required` where nobody has signed in, `access.role_too_low` where the role is too low. */
  async require(req: IncomingMessage, least: Actor['role']): Promise<Identity> {
    const identity = await this.identify(req);
    if (identity === undefined) {
      throw new OpsError(
        'session.required',
        'Sign in with POST /api/v1/session; the session may have expired.',
      );
    }
    requireRole(identity.actor, least);
    return identity;
  }

  /** Throws `access.token_refused` unless the machine of that name asks. */
  requireMachine(req: IncomingMessage, name: string): void {
    const credential = credentialOf(req);
    const machine = this.#machines.find((known) => known.name === name);
    if (machine && credential?.via === 'bearer' && isSameSecret(credential.token, machine.token)) return;
    throw new OpsError(
      'access.token_refused',
      `This is for the ${name} only: send its token as "Authorization: Bearer".`,
    );
  }
}

function changesState(req: IncomingMessage): boolean {
  return !['GET', 'HEAD', 'OPTIONS'].includes(req.method ?? 'GET');
}
