import type { Instance } from '../../contract/instance.ts';
import type { UnkillableInstance, UnkillableReason } from '../../contract/killability.ts';

/** What the instances are compared with. */
export interface ServerView {
  revision: number;
  /** Epoch milliseconds at which the server took that revision. */
  revisionSince: number;
  /** Epoch milliseconds. */
  now: number;
}

/** An instance has had time to follow after so many milliseconds. */
const followsWithinMs = 3_000;

/** Why an instance could not be killed at once right now, the gravest reason first; undefined where it could. */
export function whyUnkillable(instance: Instance, server: ServerView): UnkillableInstance | undefined {
  const reason = reasonOf(instance, server);
  if (reason === undefined) return undefined;
  const { instanceId: id, service, lastSeenAt } = instance;
  return { id, service, reason, detail: sentences[reason](instance, server), lastSeenAt };
}

function reasonOf(instance: Instance, server: ServerView): UnkillableReason | undefined {
  const { silent, revision, source, passive } = instance;
  if (silent) return 'silent';
  if (revision > server.revision) return 'ahead';
  if (source === 'backup' || source === 'none') return 'on_backup';
  if (source === 'poll') return 'polls_slowly';
  if (revision < server.revision && server.now - server.revisionSince > followsWithinMs) return 'behind';
  return passive ? 'no_proof' : undefined;
}

const sentences: Record<UnkillableReason, (instance: Instance, server: ServerView) => string> = {
  silent: ({ lastSeenAt }) =>
    `Not heard of since ${lastSeenAt}: it serves what it held then. See whether it runs and can reach the control plane.`,
  ahead: ({ revision }, server) =>
    `It holds revision ${revision}, but this server is at ${server.revision}: its database was reset. Delete the instance's backup and restart it.`,
  on_backup: ({ source }) =>
    source === 'none'
      ? 'It has no flags at all and serves its defaults. See whether it can reach the control plane, and its token.'
      : 'It serves from its disk copy. See whether it can reach the control plane, and its token.',
  polls_slowly: ({ pollEveryMs }) =>
    `It polls${pollEveryMs ? ` every ${seconds(pollEveryMs)} s` : ''}: a kill arrives with its next poll. See what holds its stream back.`,
  behind: ({ revision }, server) =>
    `It holds revision ${revision} of ${server.revision}, although it is connected. See what it reports, and restart it.`,
  no_proof: () =>
    'A stock Unleash client on the stream: what is sent to it is known, what it holds is not. Use flag-sdk to get proof.',
};

function seconds(ms: number): string {
  return (ms / 1000).toFixed(ms < 1000 ? 1 : 0);
}
