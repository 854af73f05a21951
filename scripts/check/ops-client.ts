import {
  ChangeAccepted,
  ChangeList,
  DetectorStatus,
  type FaultRequest,
  Incident,
  IncidentList,
  Propagation,
  type ReportChange,
  Rollout,
  RolloutList,
  SwitchList,
} from '@breakwater/control-plane/contract';
import { z } from 'zod';
import type { AttachedDemo } from './attached-demo.ts';
import { CheckFailed } from './wait-for.ts';

/** The control plane's ops API as one signed-in person uses it. */
export type OpsClient = Awaited<ReturnType<typeof signIn>>;

const Strategy = z.looseObject({
  id: z.string(),
  name: z.string(),
  parameters: z.record(z.string(), z.string()),
});

/** Signs in as the demo's user of a role. Throws `CheckFailed` where the control plane refuses. */
export async function signIn(demo: AttachedDemo, role: string) {
  const user = demo.users.find((one) => one.role === role);
  if (!user) throw new CheckFailed(`expected a demo user with the role ${role}, came none in demo.json`);
  const session = z.object({ token: z.string() });
  let token = '';

  async function call<T>(method: string, path: string, body: unknown, shape: z.ZodType<T>): Promise<T> {
    const response = await fetch(`${demo.controlPlane}${path}`, {
      method,
      headers: {
        ...(token === '' ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(10_000),
    });
    const text = await response.text();
    if (!response.ok)
      throw new CheckFailed(
        `expected ${method} ${path} to succeed, came ${response.status}: ${text.slice(0, 300)}`,
      );
    return shape.parse(text === '' ? undefined : JSON.parse(text));
  }

  const api = '/api/v1';
  const flagPath = (key: string) =>
    `/unleash/api/admin/projects/default/features/${key}/environments/production`;
  const none = z.unknown();
  ({ token } = await call('POST', `${api}/session`, { email: user.email, password: user.password }, session));

  return {
    detectorStatus: () => call('GET', `${api}/metrics/status`, undefined, DetectorStatus),
    incidents: async () => (await call('GET', `${api}/incidents`, undefined, IncidentList)).incidents,
    incident: (id: string) => call('GET', `${api}/incidents/${id}`, undefined, Incident),
    acknowledge: (id: string) => call('POST', `${api}/incidents/${id}/acknowledge`, {}, Incident),
    resolve: (id: string, note: string) => call('POST', `${api}/incidents/${id}/resolve`, { note }, Incident),
    switches: () => call('GET', `${api}/switches`, undefined, SwitchList),
    kill: (key: string, reason: string, incidentId?: string) =>
      call(
        'POST',
        `${api}/switches/${key}/kill`,
        { reason, ...(incidentId ? { incidentId } : {}) },
        ChangeAccepted,
      ),
    restore: (key: string, reason: string) =>
      call(
        'POST',
        `${api}/switches/${key}/restore`,
        { reason, confirmKey: key, immediate: true },
        ChangeAccepted,
      ),
    propagation: (changeId: string) =>
      call('GET', `${api}/changes/${changeId}/propagation`, undefined, Propagation),
    changesSince: async (since: string) =>
      (await call('GET', `${api}/changes?since=${encodeURIComponent(since)}`, undefined, ChangeList)).changes,
    reportChange: (change: ReportChange) => call('POST', `${api}/changes`, change, none),
    startFault: (fault: FaultRequest) => call('POST', `${api}/lab/faults`, fault, none),
    stopAllFaults: () => call('DELETE', `${api}/lab/faults`, undefined, none),
    createRollout: (plan: unknown) => call('POST', `${api}/rollouts`, plan, Rollout),
    rollouts: () => call('GET', `${api}/rollouts`, undefined, RolloutList),
    rollout: (id: string) => call('GET', `${api}/rollouts/${id}`, undefined, Rollout),
    startRollout: (id: string, flag: string, reason: string) =>
      call('POST', `${api}/rollouts/${id}/start`, { reason, confirmKey: flag }, Rollout),
    rollBack: (id: string, reason: string) =>
      call('POST', `${api}/rollouts/${id}/roll-back`, { reason }, Rollout),
    /** Flips a flag through Unleash's own admin API, as any tool that speaks Unleash would. */
    flipFlag: (key: string, state: 'on' | 'off') => call('POST', `${flagPath(key)}/${state}`, {}, none),
    /** Makes a flag that is on reach everybody: a rollout that was rolled back has left it at 0 %. */
    reachEverybody: async (key: string) => {
      for (const strategy of await call('GET', `${flagPath(key)}/strategies`, undefined, z.array(Strategy))) {
        if (strategy.name !== 'flexibleRollout' || strategy.parameters.rollout === '100') continue;
        const parameters = { ...strategy.parameters, rollout: '100' };
        await call('PUT', `${flagPath(key)}/strategies/${strategy.id}`, { ...strategy, parameters }, none);
      }
    },
  };
}
