import type {
  AuditPage,
  ChangeAccepted,
  InstanceList,
  Propagation,
  Switch,
} from '../../control-plane/src/contract/index.ts';
import { responder } from './seed-file.ts';

/** Somebody on call, signed in: the session holds on every replica. */
export class Operator {
  readonly #token: string;

  private constructor(token: string) {
    this.#token = token;
  }

  static async signIn(url: string): Promise<Operator> {
    const answer = await fetch(`${url}/api/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(responder),
    });
    if (!answer.ok) throw new Error(`signing in should answer 200, but answered ${answer.status}`);
    return new Operator(((await answer.json()) as { token: string }).token);
  }

  kill = (url: string, key: string, reason = 'too slow at night') =>
    this.#ask<ChangeAccepted>(`${url}/api/v1/switches/${key}/kill`, { reason });

  restore = (url: string, key: string) =>
    this.#ask<ChangeAccepted>(`${url}/api/v1/switches/${key}/restore`, {
      reason: 'fixed',
      confirmKey: key,
      immediate: true,
    });

  switchOf = (url: string, key: string) => this.#ask<Switch>(`${url}/api/v1/switches/${key}`);

  propagationOf = (url: string, changeId: string) =>
    this.#ask<Propagation>(`${url}/api/v1/changes/${changeId}/propagation`);

  instances = (url: string) => this.#ask<InstanceList>(`${url}/api/v1/instances`);

  audit = (url: string) => this.#ask<AuditPage>(`${url}/api/v1/audit`);

  async #ask<Answer>(url: string, body?: object): Promise<Answer> {
    const answer = await fetch(url, {
      headers: { authorization: `Bearer ${this.#token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
    });
    if (!answer.ok)
      throw new Error(`${url} should answer 2xx, but answered ${answer.status}: ${await answer.text()}`);
    return (await answer.json()) as Answer;
  }
}
