import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type {
  Acceptance,
  Alert,
  DetectorStatus,
  IncidentReport,
  SeriesStatus,
} from '@breakwater/anomaly-detector/contract';

/** Answers like a detector whose warmth a test sets, and that a test can take away and bring back. */
export interface FakeDetector {
  url: string;
  status: DetectorStatus;
  /** What it says of each series; a test may add to it. */
  series: SeriesStatus[];
  /** What it has been told to be no anomaly. */
  accepted: Acceptance[];
  /** Whether what it is told holds, but cannot be stored. */
  isDiskFull: boolean;
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
  const accepted: Acceptance[] = [];
  const server: Server = createServer(async (req, res) => {
    let body = '';
    for await (const part of req) body += part;
    res.setHeader('content-type', 'application/json');
    const alertId = /^\/api\/v1\/anomalies\/([^/]+)\/not-an-anomaly$/.exec(req.url ?? '')?.[1];
    const acceptedId = /^\/api\/v1\/accepted\/([^/]+)$/.exec(req.url ?? '')?.[1];
    if (alertId !== undefined) {
      const known = accepted.find(({ id }) => id === alertId) ?? acceptance(alertId, JSON.parse(body));
      if (!accepted.includes(known)) accepted.push(known);
      if (fake.isDiskFull) res.writeHead(503).end('{"detail":"the disk is full"}');
      else res.writeHead(201).end(JSON.stringify(known));
      return;
    }
    if (acceptedId !== undefined) {
      const place = accepted.findIndex(({ id }) => id === acceptedId);
      if (place >= 0) accepted.splice(place, 1);
      res.writeHead(place < 0 ? 404 : 204).end(place < 0 ? '{"detail":"nothing of that id"}' : '');
      return;
    }
    if (req.url === '/api/v1/status') res.end(JSON.stringify(status));
    else if (req.url === '/api/v1/series') res.end(JSON.stringify({ series }));
    else if (req.url === '/api/v1/accepted') res.end(JSON.stringify({ accepted }));
    else res.writeHead(404).end('{}');
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const fake: FakeDetector = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    status,
    series,
    accepted,
    isDiskFull: false,
    setReady: (ready) => {
      status.warmth = { ready, share: ready ? 1 : 0.4, remainingS: ready ? 0 : 60 };
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return fake;
}

function acceptance(id: string, said: { by: string; note: string }): Acceptance {
  const at = new Date().toISOString();
  const pattern = { shape: 'height', direction: 1, limit: 0.6, evidence: 3 } as const;
  return { id, seriesKey: 'error_ratio{service=gateway}', ...pattern, sentence: 'errors', ...said, at };
}

/** An alert as it stands in a report. */
export const alert = (more: Partial<Alert> = {}): Alert => ({
  fingerprint: 'f00d',
  seriesKey: 'error_ratio{service=gateway}',
  service: 'gateway',
  direction: 'out',
  peer: 'recommendation',
  metric: 'error_ratio',
  signal: 'errors',
  unit: 'ratio',
  kind: 'shift',
  startsAt: '2026-01-01T00:00:00.000Z',
  endsAt: null,
  score: 0.9,
  value: 0.5,
  expected: 0.01,
  lower: 0,
  upper: 0.02,
  sentence: 'errors',
  why: '',
  ...more,
});

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
