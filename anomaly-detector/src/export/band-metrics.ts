/** What of a band is shown to Prometheus, with its help text. */
export const bandMetrics = {
  breakwater_value: 'What was seen, in the unit of the series',
  breakwater_expected: 'What was expected, in the unit of the series',
  breakwater_lower: 'Lower bound of what is normal, in the unit of the series',
  breakwater_upper: 'Upper bound of what is normal, in the unit of the series',
  breakwater_alerting: 'Whether an alert of the series is running, 0 or 1',
} as const;

/** A metric that the history of a band gives. */
export type BandMetric = keyof typeof bandMetrics;

/** The metrics in their order. */
export const bandMetricNames = Object.keys(bandMetrics) as BandMetric[];
