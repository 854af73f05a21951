import { type Role, roles } from '../../contract/access.ts';
import { OpsError } from '../ops-error.ts';

/** Who asks: a signed-in person, or a machine with its own token. */
export interface Actor {
  /** An e-mail address, or the name of a machine. */
  name: string;
  role: Role;
  /** Cookies travel by themselves, so a request that relies on one must also prove its origin. */
  via: 'cookie' | 'bearer' | 'machine';
}

/** Throws {@link OpsError} `access.role_too_low` unless the actor has the role or a greater one. */
export function requireRole(actor: Actor, least: Role): void {
  if (roles.indexOf(actor.role) >= roles.indexOf(least)) return;
  throw new OpsError(
    'access.role_too_low',
    `This needs the role ${least} or a greater one; ${actor.name} has ${actor.role}. Ask an admin, or sign in as somebody who may.`,
  );
}
