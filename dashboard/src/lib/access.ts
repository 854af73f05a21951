import type { Role, Session } from '@breakwater/control-plane/contract';

const rank: Record<Role, number> = { viewer: 0, responder: 1, 'release-manager': 2, admin: 3 };

/** Whether the signed-in person may do what `needed` may; the control plane decides again at each request. */
export function mayActAs(session: Session | undefined, needed: Role): boolean {
  return session !== undefined && rank[session.user.role] >= rank[needed];
}

/** Why the signed-in person may not do what `needed` may; null where they may, or while nobody is known to be signed in. */
export function whyNot(session: Session | undefined, needed: Role): string | null {
  if (session === undefined || mayActAs(session, needed)) return null;
  return `Needs the role ${needed} or higher; yours is ${session.user.role}.`;
}

/** Where to go after signing in: a path of this site, never another one. */
export function safeNext(next: string | null): string {
  return next !== null && /^\/(?![/\\])/.test(next) && !next.startsWith('/sign-in') ? next : '/';
}
