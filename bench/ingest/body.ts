/** Series of a made-up system, as an exporter of Kubernetes would name them. */
export interface SampledSeries {
  readonly labels: readonly (readonly [name: string, value: string])[];
  readonly isCounter: boolean;
}

/** Every fourth series counts. */
const countersEach = 4;

export const seriesOf = (index: number): SampledSeries => {
  const pod = `checkout-${(index >> 5).toString(36)}-${((index * 7919) % 46_656).toString(36)}`;
  const isCounter = index % countersEach === 0;
  return {
    isCounter,
    labels: [
      ['__name__', isCounter ? `bench_events_${index % 32}_total` : `bench_level_${index % 32}`],
      ['cluster', 'eu-west-1'],
      ['container', 'app'],
      ['instance', `10.${index >> 16}.${(index >> 8) & 255}.${index & 255}:9100`],
      ['job', `service-${index % 50}`],
      ['namespace', 'production'],
      ['pod', pod],
    ],
  };
};

/** By what the detector knows a series. */
export const keyOf = (index: number): string => {
  const { labels, isCounter } = seriesOf(index);
  const [[, name], ...others] = labels as [readonly [string, string], ...(readonly [string, string])[]];
  const key = `${name}{${others.map(([label, value]) => `${label}=${JSON.stringify(value)}`).join(',')}}`;
  return isCounter ? `rate(${key})` : key;
};

/** An uncompressed body whose times and values can be written anew in place, as all of them have the same length. */
export interface Body {
  readonly bytes: Buffer;
  /** Where the value of each sample lies. */
  readonly values: readonly number[];
  /** Where the time of each sample lies: six bytes of a varint. */
  readonly times: readonly number[];
}

const timeBytes = 6;
const varint = (value: number): number[] =>
  value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...varint(Math.floor(value / 128))];
const field = (tag: number, content: readonly number[]): number[] => [
  tag,
  ...varint(content.length),
  ...content,
];
const text = (tag: number, value: string): number[] => field(tag, [...Buffer.from(value)]);
/** A sample of value zero at a time to come. */
const sample = [0x09, ...Array<number>(8).fill(0), 0x10, ...Array<number>(timeBytes).fill(0)];

const bodyOf = (head: readonly number[], series: readonly number[][]): Body => {
  const bytes: number[] = [...head];
  const values: number[] = [];
  const times: number[] = [];
  for (const one of series) {
    for (const byte of one) bytes.push(byte);
    // The sample is what a series ends with.
    values.push(bytes.length - sample.length + 1);
    times.push(bytes.length - timeBytes);
  }
  return { bytes: Buffer.from(bytes), values, times };
};

/** A body of remote write 1.0 with one sample of each series from `from` to below `to`. */
export const body1 = (from: number, to: number): Body =>
  bodyOf(
    [],
    range(from, to).map((index) => {
      const labels = seriesOf(index).labels.flatMap(([name, value]) =>
        field(0x0a, [...text(0x0a, name), ...text(0x12, value)]),
      );
      return field(0x0a, [...labels, ...field(0x12, sample)]);
    }),
  );

/** The same in version 2.0. */
export const body2 = (from: number, to: number): Body => {
  const symbols = new Map([['', 0]]);
  const refOf = (symbol: string): number => {
    if (!symbols.has(symbol)) symbols.set(symbol, symbols.size);
    return symbols.get(symbol)!;
  };
  const series = range(from, to).map((index) => {
    const { labels, isCounter } = seriesOf(index);
    const refs = labels.flatMap(([name, value]) => [...varint(refOf(name)), ...varint(refOf(value))]);
    const metadata = field(0x2a, [0x08, isCounter ? 1 : 2]);
    return field(0x2a, [...field(0x0a, refs), ...metadata, ...field(0x12, sample)]);
  });
  return bodyOf(
    [...symbols.keys()].flatMap((symbol) => text(0x22, symbol)),
    series,
  );
};

const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from }, (_, index) => from + index);

/** Writes one time (epoch ms) into all samples. */
export const setTime = ({ bytes, times }: Body, at: number): void => {
  const written = varint(at);
  for (const time of times)
    for (let index = 0; index < timeBytes; index += 1) bytes[time + index] = written[index]!;
};
