import { type MeasureOptions, median } from '../measure.ts';
import type { MeasuredCall } from './contenders.ts';

const WARM_UP = 100_000;

const roundNs = async (call: MeasuredCall, times: number): Promise<number> => {
  const before = process.cpuUsage();
  for (let index = 0; index < times; index += 1) await call();
  const { user, system } = process.cpuUsage(before);
  return ((user + system) * 1_000) / times;
};

/**
 * Nanoseconds of CPU per awaited call of each contender: rounds are interleaved, so that what slows the machine slows all
 * of them, and the median round counts. As many calls of each as the compiler needs come first and do not count.
 */
export const measureCallsNs = async <K extends string>(
  calls: Readonly<Record<K, MeasuredCall>>,
  { rounds, times }: MeasureOptions,
): Promise<Record<K, number>> => {
  const entries = Object.entries<MeasuredCall>(calls);
  for (const [, call] of entries) await roundNs(call, WARM_UP);
  const taken = new Map(entries.map(([name]): [string, number[]] => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, call] of entries) taken.get(name)?.push(await roundNs(call, times));
  }
  return Object.fromEntries([...taken].map(([name, values]) => [name, median(values)])) as Record<K, number>;
};
