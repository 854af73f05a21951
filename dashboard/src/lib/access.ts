import type { Role, Session } from '@breakwater/control-plane/contract';

const rank: Record<Role, number> = { viewer: 0, responder: 1, 'release-manager': 2, admin: 3 };

/** Whether the signed-in person may do what `needed` may; the control plane decides again at each request. */
export function mayActAs(session: Session | undefined, needed: Role): boolean {
  return session !== undefined && rank[session.user.role] >= rank[needed];
}

/** Where to go after signing in: a path of this site, never another one. */
export function safeNext(next: string | null): string {
  return next !== null && /^\/(?![/\\])/.test(next) && !next.startsWith('/sign-in') ? next : '/';
}
