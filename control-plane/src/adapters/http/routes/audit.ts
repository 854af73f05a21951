import { z } from 'zod';
import { AuditPage } from '../../../contract/audit.ts';
import type { AuditStore } from '../../../services/ports/store.ts';
import type { App } from '../app.ts';

const Page = z.object({
  before: z.coerce.number().int().positive().optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

/** Who did what to which thing, and why. */
export function auditRoutes(app: App, audit: AuditStore): void {
  const schema = { tags: ['audit'], querystring: Page, response: { 200: AuditPage } };
  app.get('/api/v1/audit', { config: { least: 'viewer' }, schema }, async (request) => {
    return audit.list(request.query.before, request.query.limit);
  });
}
