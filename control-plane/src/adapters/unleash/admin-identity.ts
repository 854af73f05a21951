import { OpsError } from '../../domain/ops-error.ts';
import type { Identifier } from '../http/identity.ts';
import type { UnleashRequest, UnleashResponse } from './express.ts';
import type { UnleashPeople } from './people.ts';

/** Lets people into the flag engine's admin API with their session here; resolves to false where it has answered. */
export async function admit(
  req: UnleashRequest,
  res: UnleashResponse,
  identifier: Identifier,
  people: UnleashPeople,
): Promise<boolean> {
  if (req.user !== undefined) return true;
  try {
    const identity = await identifier.identify(req);
    if (identity?.session) {
      req.user = await people.userOf(identity.session.user);
      return true;
    }
  } catch (error) {
    if (!(error instanceof OpsError)) throw error;
    res.status(403).json({ name: 'NoAccessError', message: error.message });
    return false;
  }
  // The shape in which the flag engine's own pages expect to be told where to sign in.
  res.status(401).json({
    name: 'AuthenticationRequired',
    message: 'Sign in with Breakwater: POST /api/v1/session, or /break-glass in a browser.',
    path: '/break-glass',
    type: 'custom',
  });
  return false;
}
