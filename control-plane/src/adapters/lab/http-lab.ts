import { Fault, Lab } from '../../contract/lab.ts';
import type { LabPort } from '../../services/ports/lab.ts';
import { fetchJson, type Question } from '../http/fetch-json.ts';

/** The Lab over HTTP. */
export function httpLab(url: string): LabPort {
  const ask = (path: string, how: Pick<Question, 'method' | 'body'> = {}) =>
    fetchJson({
      url: new URL(path, url).href,
      ...how,
      timeoutMs: 5000,
      name: 'Lab',
      away: 'lab.away',
      refused: 'lab.refused',
    });
  return {
    read: async () => Lab.parse(await ask('/lab')),
    startFault: async (body) => Fault.parse(await ask('/lab/faults', { method: 'POST', body })),
    stopFault: async (id) => void (await ask(`/lab/faults/${encodeURIComponent(id)}`, { method: 'DELETE' })),
    stopAllFaults: async () => void (await ask('/lab/faults', { method: 'DELETE' })),
    setLoad: async (body) => Lab.parse(await ask('/lab/load', { method: 'PUT', body })),
  };
}
