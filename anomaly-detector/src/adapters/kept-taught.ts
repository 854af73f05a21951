import { join } from 'node:path';
import { z } from 'zod';
import type { TaughtUpTo } from '../pull/taught-up-to.ts';
import type { Kept } from './kept-json.ts';

const Stored = z.object({ learners: z.string(), upTo: z.unknown() });

/** How it is kept up to when learners have been taught; other learners, such as of new topics or another layout, have been taught nothing. */
export const keptTaught = (dataDir: string, taught: TaughtUpTo, learners: string): Kept => ({
  file: join(dataDir, 'detector', 'taught.json'),
  name: 'times up to which a Prometheus was learnt',
  version: () => taught.version,
  snapshot: () => ({ learners, upTo: taught.snapshot() }),
  restore: (content) => {
    const stored = Stored.parse(content);
    if (stored.learners === learners) taught.restore(stored.upTo);
  },
});
