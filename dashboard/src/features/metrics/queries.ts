import type { BandRange, DetectorStatus, SeriesStatus } from '@breakwater/control-plane/contract';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api } from '../../lib/api.ts';
import { queryKeys } from '../../lib/query-keys.ts';

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

/** The stretch of time that a chart shows: the last so many milliseconds, or fixed ends in epoch milliseconds. */
export type Span = { lastMs: number } | { from: number; to: number };

const points = 600;

/** One series with its learned band; a span up to now moves on every five seconds. */
export const bandQuery = (key: string, span: Span) => {
  const isMoving = 'lastMs' in span;
  return queryOptions({
    queryKey: queryKeys.band(key, isMoving ? `last ${span.lastMs}` : `${span.from}-${span.to}`),
    queryFn: ({ signal }) => {
      const to = isMoving ? Date.now() : span.to;
      const from = isMoving ? to - span.lastMs : span.from;
      const params = new URLSearchParams({
        key,
        from: new Date(from).toISOString(),
        to: new Date(to).toISOString(),
        points: String(points),
      });
      return api<BandRange>(`/metrics/band?${params}`, { signal });
    },
    refetchInterval: isMoving ? 5000 : false,
    placeholderData: keepPreviousData,
  });
};
