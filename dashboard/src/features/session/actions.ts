import type { Session, SignIn } from '@breakwater/control-plane/contract';
import { api } from '../../lib/api.ts';
import { forgetKeptAnswers } from '../../lib/kept-answers.ts';

/** Signs in; the session comes as a cookie that scripts cannot read. Throws `ProblemError`. */
export function signIn(credentials: SignIn): Promise<Session> {
  return api<Session>('/session', { method: 'POST', body: credentials });
}

/** Ends the session and forgets what this browser kept of it. */
export async function signOut(): Promise<void> {
  await api<void>('/session', { method: 'DELETE' });
  forgetKeptAnswers();
  window.location.assign('/sign-in');
}
