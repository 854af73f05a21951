import { z } from 'zod';
import { authorizationOf, type Credentials } from '../config/credentials.ts';
import { FetchError, fetchText, nameOf } from '../fetch-text.ts';

const Labels = z.record(z.string(), z.string());
const Pair = z.tuple([z.number(), z.string()]).transform(([seconds, text]) => ({
  at: Math.round(seconds * 1000),
  value: numberOf(text),
}));
const Result = z.discriminatedUnion('resultType', [
  z.object({
    resultType: z.literal('vector'),
    result: z.array(z.object({ metric: Labels, value: Pair.optional() })),
  }),
  z.object({
    resultType: z.literal('matrix'),
    result: z.array(z.object({ metric: Labels, values: z.array(Pair).default([]) })),
  }),
  z.object({ resultType: z.literal('scalar'), result: Pair }),
  z.object({ resultType: z.literal('string'), result: z.unknown() }),
]);
const Answer = z.object({ status: z.literal('success'), data: Result });

/** Part of an answer: the labels of a series and its values in order of time (epoch ms), NaN for what is no number. */
export type QueriedSeries = { labels: Record<string, string>; samples: { at: number; value: number }[] };

/** A stretch of time in epoch ms, both ends in it, and the ms between two values. */
export type QueryRange = { from: number; to: number; stepMs: number };

/** Where a Prometheus, or what speaks like one, is asked, and by whom. */
export type PrometheusAddress = Credentials & { url: string; timeout: number };

const mostBytes = 256 * 1024 * 1024;

/** Evaluates a query at one moment (epoch ms). Throws a sentence that names the address and what came. */
export async function queryAt(
  prometheus: PrometheusAddress,
  query: string,
  at: number,
): Promise<QueriedSeries[]> {
  const result = await ask(prometheus, '/api/v1/query', { query, time: seconds(at) });
  if (result.resultType === 'vector') {
    return result.result.map(({ metric, value }) => ({
      labels: metric,
      samples: value === undefined ? [] : [{ at, value: value.value }],
    }));
  }
  if (result.resultType === 'scalar') return [{ labels: {}, samples: [{ at, value: result.result.value }] }];
  throw new FetchError(
    `${query}: expected a query that gives a value per series, got a ${result.resultType}`,
  );
}

/** Evaluates a query over a stretch of time; at most 11,000 points a series. Throws a sentence as {@link queryAt} does. */
export async function queryRange(
  prometheus: PrometheusAddress,
  query: string,
  { from, to, stepMs }: QueryRange,
): Promise<QueriedSeries[]> {
  const result = await ask(prometheus, '/api/v1/query_range', {
    query,
    start: seconds(from),
    end: seconds(to),
    step: String(stepMs / 1000),
  });
  if (result.resultType !== 'matrix')
    throw new FetchError(`${query}: expected a matrix for a range, got a ${result.resultType}`);
  return result.result.map(({ metric, values }) => ({ labels: metric, samples: values }));
}

async function ask(prometheus: PrometheusAddress, path: string, form: Record<string, string>) {
  const { url, timeout } = prometheus;
  const { text } = await fetchText(`${url}${path}`, {
    // A long query does not fit into an address.
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(form).toString(),
    authorization: await authorizationOf(prometheus),
    timeoutMs: timeout,
    mostBytes,
  });
  const parsed = Answer.safeParse(jsonOf(text));
  if (!parsed.success)
    throw new FetchError(
      `${nameOf(`${url}${path}`)}: expected an answer of Prometheus' query API, got ${text.slice(0, 80)}`,
    );
  return parsed.data.data;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const seconds = (ms: number): string => String(ms / 1000);

function numberOf(text: string): number {
  const value = Number(text);
  return Number.isFinite(value) ? value : Number.NaN;
}
