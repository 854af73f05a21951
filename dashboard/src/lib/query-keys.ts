/** Under which key each answer of the control plane is kept; a prefix invalidates all below it. */
export const queryKeys = {
  session: ['session'],
  switches: ['switches'],
  instances: ['instances'],
  propagation: (changeId: string) => ['propagation', changeId],
  incidents: ['incidents'],
  incident: (id: string) => ['incident', id],
  changes: ['changes'],
  rollouts: ['rollouts'],
  rollout: (id: string) => ['rollout', id],
  services: ['services'],
  detector: ['metrics', 'status'],
  series: ['metrics', 'series'],
  band: (key: string, range: string) => ['metrics', 'band', key, range],
  lab: ['lab'],
  audit: ['audit'],
} as const satisfies Record<string, readonly string[] | ((...args: string[]) => readonly string[])>;
