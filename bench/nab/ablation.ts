import { part } from '../../anomaly-detector/src/files/index.ts';

/** A variant of the model: what it is called, and the parts that it goes without. */
export interface Variant {
  readonly name: string;
  readonly without: number;
}

const statistics = ['value', 'step', 'slow', 'spread', 'residual', 'smooth', 'drift', 'smoothed'] as const;
const others = [
  ...['season', 'calibration', 'persistence', 'alarmMemory'],
  ...['adaptiveForgetting', 'hold', 'counterGate'],
] as const satisfies (keyof typeof part)[];
const allStatistics = statistics.reduce((bits, name) => bits | part[name], 0);

/** The whole without each of its parts, and each slow statistic as the only one. */
export const variants: readonly Variant[] = [
  ...[...statistics, ...others].map((name) => ({ name: `without ${name}`, without: part[name] })),
  ...statistics.map((name) => ({ name: `only ${name}`, without: allStatistics & ~part[name] })),
];
