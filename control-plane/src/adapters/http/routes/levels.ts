import { LevelChanged, LevelRequest, LevelStatus } from '../../../contract/level.ts';
import { changeLevel, type LevelDeps, readLevel } from '../../../services/levels.ts';
import type { App } from '../app.ts';

/** Degrade levels: read where the system stands, raise and lower it. */
export function levelRoutes(app: App, deps: LevelDeps): void {
  const tags = ['levels'];

  app.get(
    '/api/v1/levels',
    { config: { least: 'viewer' }, schema: { tags, response: { 200: LevelStatus } } },
    async () => readLevel(deps.store),
  );

  app.post(
    '/api/v1/levels',
    { config: { least: 'responder' }, schema: { tags, body: LevelRequest, response: { 200: LevelChanged } } },
    async (request) => changeLevel(deps, request.identity.actor, request.body),
  );
}
