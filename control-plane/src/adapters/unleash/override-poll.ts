import { createHash } from 'node:crypto';
import type { FlagSnapshot } from '../../domain/flag-snapshot/flag-snapshot.ts';
import { type Override, overrideText } from '../../domain/flag-snapshot/override.ts';
import { identityOf } from './client-identity.ts';
import type { UnleashRequest, UnleashResponse } from './express.ts';
import type { SdkStreamPorts } from './sdk-stream.ts';

/** What answering a poll needs. */
interface PollPorts extends Pick<SdkStreamPorts, 'canRead' | 'listSettled'> {
  snapshot: FlagSnapshot;
  open: readonly Override[];
}

/**
 * Answers a poll from memory where the flag engine cannot know better: while overrides hold, or while the database is away.
 * Resolves to false where the flag engine is to answer; what it must not forget to say is in the headers then.
 */
export async function servePoll(
  req: UnleashRequest,
  res: UnleashResponse,
  { snapshot, open, canRead, listSettled }: PollPorts,
): Promise<boolean> {
  const asked = identityOf(req)?.overrides ?? [];
  const settled = asked.length > 0 && canRead() ? await listSettled(asked).catch(() => []) : [];
  if (open.length > 0 || settled.length > 0)
    res.setHeader('breakwater-override', encodeURIComponent(overrideText(open, settled)));
  if (snapshot.revision === 0 || (open.length === 0 && canRead())) return false;
  const etag = etagOf(snapshot, open);
  res.setHeader('etag', etag);
  if (req.headers['if-none-match'] === etag) {
    res.writeHead(304).end();
    return true;
  }
  const { projects = ['*'] } = (req.user ?? {}) as { projects?: string[] };
  const sees = (project: string) => projects.includes('*') || projects.includes(project);
  const features = [...snapshot.flags.values()]
    .filter(({ project }) => sees(project))
    .map(({ text }) => text);
  const segments = [...snapshot.segments.values()].map(({ text }) => text);
  const meta = JSON.stringify({ revisionId: snapshot.revision, etag, queryHash: 'breakwater' });
  res.writeHead(200, { 'content-type': 'application/json; charset=utf-8' });
  res.end(
    `{"version":2,"features":[${features.join(',')}],"segments":[${segments.join(',')}],"meta":${meta}}`,
  );
  return true;
}

/** Another one than the flag engine's for the same revision: what is answered may differ. */
function etagOf({ revision }: FlagSnapshot, open: readonly Override[]): string {
  const ids = open.map(({ id }) => id).sort();
  return `"${createHash('sha256').update(ids.join(',')).digest('hex').slice(0, 8)}:${revision}:v1"`;
}
