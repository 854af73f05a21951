import { z } from 'zod';
import { Policy, PolicyList, PutPolicy, UnsetPolicy } from '../../../contract/policy.ts';
import { listPolicies, type PolicyDeps, setPolicy, unsetPolicy } from '../../../services/policies.ts';
import type { App } from '../app.ts';

const Name = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_-]{0,40}$/, 'a name is lower-case letters, digits and dashes');
const Place = z.object({ service: Name, dependency: Name });

/** Bounds of guarded calls: what is set over the code, for a while. */
export function policyRoutes(app: App, deps: PolicyDeps): void {
  const tags = ['policies'];
  const set = { least: 'release-manager' } as const;

  app.get(
    '/api/v1/policies',
    { config: { least: 'viewer' }, schema: { tags, response: { 200: PolicyList } } },
    async () => ({ policies: await listPolicies(deps) }),
  );

  app.put(
    '/api/v1/policies/:service/:dependency',
    { config: set, schema: { tags, params: Place, body: PutPolicy, response: { 200: Policy } } },
    async (request) => setPolicy(deps, request.identity.actor, request.params, request.body),
  );

  app.delete(
    '/api/v1/policies/:service/:dependency',
    { config: set, schema: { tags, params: Place, body: UnsetPolicy, response: { 200: Policy } } },
    async (request) => unsetPolicy(deps, request.identity.actor, request.params, request.body),
  );
}
