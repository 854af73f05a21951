import { z } from 'zod';
import { BandRange, DetectorStatus, SeriesStatus } from '../../../contract/index.ts';
import { ServiceList } from '../../../contract/service.ts';
import type { DetectorWatch } from '../../../services/detector-watch.ts';
import type { AnywayDeps } from '../../../services/kill-anyway.ts';
import { listServices } from '../../../services/list-services.ts';
import { type Detector, requireDetector } from '../../../services/ports/detector.ts';
import type { SwitchReads } from '../../../services/switches.ts';
import type { App } from '../app.ts';

const SeriesList = z.object({ series: z.array(SeriesStatus) });
const Band = z.object({
  key: z.string().min(1).max(500),
  from: z.string().optional(),
  to: z.string().optional(),
  points: z.coerce.number().int().min(2).max(5000).optional(),
});

/** What these routes need. */
export interface ServiceRoutes extends SwitchReads, AnywayDeps {
  /** Absent where none is set up. */
  detector: Detector | undefined;
  detectorWatch: DetectorWatch;
}

/** Services as people see them, and what the detector has learnt of them. */
export function serviceRoutes(app: App, deps: ServiceRoutes): void {
  const config = { least: 'viewer' } as const;
  const tags = ['services'];
  const getDetector = () => requireDetector(deps.detector);

  app.get('/api/v1/services', { config, schema: { tags, response: { 200: ServiceList } } }, async () =>
    listServices(deps, deps.detectorWatch),
  );

  app.get(
    '/api/v1/metrics/status',
    { config, schema: { tags, response: { 200: DetectorStatus } } },
    async () => getDetector().getStatus(),
  );

  app.get(
    '/api/v1/metrics/series',
    { config, schema: { tags, response: { 200: SeriesList } } },
    async () => ({
      series: await getDetector().getSeries(),
    }),
  );

  app.get(
    '/api/v1/metrics/band',
    { config, schema: { tags, querystring: Band, response: { 200: BandRange } } },
    async (request) =>
      BandRange.parse(await getDetector().getBand(request.url.slice(request.url.indexOf('?')))),
  );
}
