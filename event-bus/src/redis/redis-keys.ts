/** Names of everything that a topic keeps in Redis; the braces hold a topic together on one Cluster slot. */
export const redisKeys = {
  partitions: (topic: string) => `bus:{${topic}}:partitions`,
  stream: (topic: string, partition: number) => `bus:{${topic}}:stream:${partition}`,
  members: (topic: string, group: string) => `bus:{${topic}}:group:${group}:members`,
  lease: (topic: string, group: string, partition: number) =>
    `bus:{${topic}}:group:${group}:lease:${partition}`,
  wake: (topic: string) => `bus:{${topic}}:wake`,
};
