import { createServer, type Server } from 'node:http';
import { type ChangeEvent, IncidentReport, type SwitchHint } from '../src/contract/index.ts';
import { closeServer, listen } from './shop-process.ts';

/** The part of the control plane that the detector talks to: it hands out the context and keeps the newest reports. */
export type SmallControlPlane = {
  url: string;
  token: string;
  switches: SwitchHint[];
  changes: ChangeEvent[];
  reports: Map<string, IncidentReport>;
  /** While true it answers 503 to everything. */
  isAway: boolean;
  close(): Promise<void>;
};

/** Starts it on a free port; every request must carry the token, every report must match the contract. */
export async function startControlPlane(): Promise<SmallControlPlane> {
  const plane: SmallControlPlane = {
    url: '',
    token: 'detector-secret',
    switches: [],
    changes: [],
    reports: new Map(),
    isAway: false,
    close: () => closeServer(server),
  };
  const server: Server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const answer = (status: number, body = '') =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(body);
    if (plane.isAway) return answer(503);
    if (request.headers.authorization !== `Bearer ${plane.token}`) return answer(401);
    if (request.url === '/api/v1/detector/context') {
      return answer(200, JSON.stringify({ switches: plane.switches, changes: plane.changes }));
    }
    const match = /^\/api\/v1\/incidents\/([^/]+)\/report$/.exec(request.url ?? '');
    if (match === null || request.method !== 'PUT') return answer(404);
    const report = IncidentReport.safeParse(JSON.parse(Buffer.concat(chunks).toString('utf8')));
    if (!report.success || report.data.id !== match[1]) return answer(400, report.error?.message);
    plane.reports.set(report.data.id, report.data);
    return answer(204);
  });
  plane.url = `http://127.0.0.1:${await listen(server)}`;
  return plane;
}
