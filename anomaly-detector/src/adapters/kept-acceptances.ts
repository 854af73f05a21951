import { join } from 'node:path';
import { z } from 'zod';
import { Acceptance } from '../contract/index.ts';
import type { AlertPolicy } from '../services/alert-policy.ts';
import type { Kept } from './kept-json.ts';

/** How the patterns are kept that people have called no anomaly. */
export const keptAcceptances = (dataDir: string, policy: AlertPolicy): Kept => ({
  file: join(dataDir, 'detector', 'accepted.json'),
  name: 'accepted patterns',
  version: () => policy.version,
  snapshot: () => policy.list(),
  restore: (content) => policy.restore(z.array(Acceptance).parse(content)),
});
