import { readFile } from 'node:fs/promises';
import { z } from 'zod';

/** What `.breakwater/demo.json` tells other programs about the running demo. */
export const AttachedDemo = z.object({
  controlPlane: z.url(),
  unleashApi: z.url(),
  sdkTokens: z.record(z.string(), z.string()),
  dashboard: z.url(),
  detector: z.url(),
  gateway: z.url(),
  users: z.array(z.object({ email: z.string(), name: z.string(), role: z.string(), password: z.string() })),
});
export type AttachedDemo = z.infer<typeof AttachedDemo>;

/** Reads the demo's own description of itself. Throws when no demo has written one. */
export async function readAttachedDemo(file: string): Promise<AttachedDemo> {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new Error(
      `expected a running demo to have written ${file}, found none: start it with npm run demo`,
    );
  });
  return AttachedDemo.parse(JSON.parse(text));
}
