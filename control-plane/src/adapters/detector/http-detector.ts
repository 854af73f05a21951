import { Acceptance, DetectorStatus, SeriesStatus } from '@breakwater/anomaly-detector/contract';
import { z } from 'zod';
import { AcceptedList } from '../../contract/incident.ts';
import type { Detector } from '../../services/ports/detector.ts';
import { fetchJson, type Question } from '../http/fetch-json.ts';

const SeriesList = z.object({ series: z.array(SeriesStatus) });

/** What people say it stores first, and may wait five seconds for Kafka. */
const storeTimeoutMs = 12_000;

/** The detector over HTTP. */
export function httpDetector(url: string): Detector {
  const ask = (
    path: string,
    how: Partial<Pick<Question, 'method' | 'body' | 'refused' | 'timeoutMs'>> = {},
  ) =>
    fetchJson({
      url: new URL(path, url).href,
      timeoutMs: 5000,
      name: 'detector',
      away: 'detector.away',
      refused: 'request.invalid',
      ...how,
    });
  const pathOf = (id: string) => encodeURIComponent(id);
  return {
    getStatus: async () => DetectorStatus.parse(await ask('/api/v1/status')),
    getSeries: async () => SeriesList.parse(await ask('/api/v1/series')).series,
    getBand: (query) => ask(`/api/v1/band${query}`),
    getAccepted: async () => AcceptedList.parse(await ask('/api/v1/accepted')).accepted,
    accept: async (alertId, body) =>
      Acceptance.parse(
        await ask(`/api/v1/anomalies/${pathOf(alertId)}/not-an-anomaly`, {
          method: 'POST',
          body,
          refused: 'alert.unknown',
          timeoutMs: storeTimeoutMs,
        }),
      ),
    revoke: async (id) =>
      void (await ask(`/api/v1/accepted/${pathOf(id)}`, {
        method: 'DELETE',
        refused: 'acceptance.unknown',
        timeoutMs: storeTimeoutMs,
      })),
  };
}
