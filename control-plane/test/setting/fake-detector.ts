import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { DetectorStatus, IncidentReport, SeriesStatus } from '@breakwater/anomaly-detector/contract';

/** Answers like a detector whose warmth a test sets, and that a test can take away and bring back. */
export interface FakeDetector {
  url: string;
  status: DetectorStatus;
  /** What it says of each series; a test may add to it. */
  series: SeriesStatus[];
  setReady(ready: boolean): void;
  close(): Promise<void>;
}

/** Listens on a free port, or on a given one again. */
export async function startFakeDetector(port = 0): Promise<FakeDetector> {
  const status: DetectorStatus = {
    startedAt: '2026-01-01T00:00:00.000Z',
    seriesCount: 1,
    warmth: { ready: true, share: 1, remainingS: 0 },
    samplesPerSecond: 1,
    targets: [
      {
        service: 'gateway',
        instance: 'gateway-1',
        up: true,
        lastScrapeAt: '2026-01-01T00:00:00.000Z',
        error: '',
      },
    ],
    topology: [{ caller: 'gateway', callee: 'recommendation' }],
  };
  const series: SeriesStatus[] = [];
  const server: Server = createServer((req, res) => {
    res.setHeader('content-type', 'application/json');
    if (req.url === '/api/v1/status') res.end(JSON.stringify(status));
    else if (req.url === '/api/v1/series') res.end(JSON.stringify({ series }));
    else res.writeHead(404).end('{}');
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    status,
    series,
    setReady: (ready) => {
      status.warmth = { ready, share: ready ? 1 : 0.4, remainingS: ready ? 0 : 60 };
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** A report as the detector sends it; what a test cares for comes on top. */
export function report(id: string, more: Partial<IncidentReport> = {}): IncidentReport {
  const openedAt = new Date().toISOString();
  return {
    id,
    openedAt,
    startedAt: openedAt,
    recoveredAt: null,
    title: 'recommendation: errors up, felt by gateway',
    services: ['recommendation', 'gateway'],
    alerts: [],
    origins: [{ service: 'recommendation', confidence: 0.9, reasons: ['it began there'] }],
    suspects: [],
    cleared: [],
    verdict: 'unknown',
    suggestion: null,
    ...more,
  };
}
