import type { BandRange, DetectorStatus, SeriesStatus } from '@breakwater/control-plane/contract';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api } from '../../lib/api.ts';
import { queryKeys } from '../../lib/query-keys.ts';
import { endsOf, type Span, spanKey } from './span.ts';

/** The detector as a whole: what it learns from and how warm it is. */
export const detectorQuery = queryOptions({
  queryKey: queryKeys.detector,
  queryFn: ({ signal }) => api<DetectorStatus>('/metrics/status', { signal }),
});

/** Every learned series as it stands. */
export const seriesQuery = queryOptions({
  queryKey: queryKeys.series,
  queryFn: ({ signal }) => api<{ series: SeriesStatus[] }>('/metrics/series', { signal }),
});

const points = 600;

/** One series with its learned band; a span up to now moves on every five seconds. */
export const bandQuery = (key: string, span: Span) =>
  queryOptions({
    queryKey: queryKeys.band(key, spanKey(span)),
    queryFn: async ({ signal }): Promise<{ range: BandRange; ends: [number, number] }> => {
      const ends = endsOf(span, Date.now());
      const [from, to] = ends.map((end) => new Date(end).toISOString()) as [string, string];
      const params = new URLSearchParams({ key, from, to, points: String(points) });
      return { range: await api<BandRange>(`/metrics/band?${params}`, { signal }), ends };
    },
    refetchInterval: span.kind === 'between' ? false : 5000,
    placeholderData: keepPreviousData,
  });
