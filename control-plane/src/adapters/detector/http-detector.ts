import { DetectorStatus, SeriesStatus } from '@breakwater/anomaly-detector/contract';
import { z } from 'zod';
import type { Detector } from '../../services/ports/detector.ts';
import { fetchJson } from '../http/fetch-json.ts';

const SeriesList = z.object({ series: z.array(SeriesStatus) });

/** The detector over HTTP. */
export function httpDetector(url: string): Detector {
  const ask = (path: string) =>
    fetchJson({
      url: new URL(path, url).href,
      timeoutMs: 5000,
      name: 'detector',
      away: 'detector.away',
      refused: 'request.invalid',
    });
  return {
    getStatus: async () => DetectorStatus.parse(await ask('/api/v1/status')),
    getSeries: async () => SeriesList.parse(await ask('/api/v1/series')).series,
    getBand: (query) => ask(`/api/v1/band${query}`),
  };
}
