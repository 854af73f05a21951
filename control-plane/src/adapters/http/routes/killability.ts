import { Killability } from '../../../contract/killability.ts';
import { type KillabilityDeps, readKillability } from '../../../services/read-killability.ts';
import type { App } from '../app.ts';

/** Who could not be killed right now. */
export function killabilityRoutes(app: App, deps: KillabilityDeps): void {
  app.get(
    '/api/v1/killability',
    { config: { least: 'viewer' }, schema: { tags: ['instances'], response: { 200: Killability } } },
    async () => readKillability(deps),
  );
}
