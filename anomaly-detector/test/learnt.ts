import type { LearnerSnapshot } from '../src/services/learner.ts';

/** The state of each series by its key, bit for bit. */
export function learntOf(learners: readonly LearnerSnapshot[]): Record<string, object> {
  const found = learners.flatMap(({ bank, series }) =>
    series.map(({ slot, ...rest }) => {
      const part = (column: Float32Array | Float64Array) => {
        const stride = column.length / bank.count;
        return Buffer.from(column.slice(slot * stride, (slot + 1) * stride).buffer).toString('base64');
      };
      return [rest.series.key, { ...rest, floats: part(bank.floats), wides: part(bank.wides) }] as const;
    }),
  );
  return Object.fromEntries(found.sort(([a], [b]) => (a < b ? -1 : 1)));
}
