/** Event topics; the key of each record in brackets. */
export const topics = {
  samples: 'telemetry.samples.v1', // [series]
  alerts: 'detector.alerts.v1', // [environment]
  state: 'detector.state.v1', // [turn/piece], in the partition of the same number
  changes: 'ops.changes.v1', // [environment]
  incidents: 'ops.incidents.v1', // [incident]
} as const;
