import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { Fault } from '../faults/fault.ts';
import type { LoadGenerator } from '../load/generator.ts';
import type { HttpServer } from '../platform/http-server.ts';
import { ProblemError } from '../platform/problem.ts';
import type { FaultBoard } from './fault-board.ts';

const FaultRequest = Fault.pick({
  service: true,
  kind: true,
  latencyMs: true,
  ratio: true,
  whenFlag: true,
}).extend({ stopAfterS: z.number().int().min(1).max(3600) });
const LoadRequest = z.object({ requestsPerSecond: z.number().min(0).max(2000) });

export interface LabRouteOptions {
  board: FaultBoard;
  load: LoadGenerator;
  services: readonly string[];
  /** Brings the board's faults of one service to its instances. */
  tell(service: string): Promise<{ reached: number; instances: number }>;
  now(): number;
}

/** The lab's HTTP surface; the control plane calls it. */
export function addLabRoutes(app: HttpServer, { board, load, services, tell, now }: LabRouteOptions): void {
  const lab = () => ({
    available: true,
    faults: board.active(now()).map(withDuration),
    load: { requestsPerSecond: load.rate(), ...load.totals() },
    services,
  });

  app.get('/lab', async () => lab());

  app.post('/lab/faults', async (request, reply) => {
    const wanted = parse(FaultRequest, request.body, 'fault_invalid');
    if (!services.includes(wanted.service))
      throw new ProblemError(
        422,
        'service_unknown',
        `Expected one of ${services.join(', ')} as the service to hurt, got ${JSON.stringify(wanted.service)}.`,
      );
    const { stopAfterS, ...fault } = wanted;
    const started = now();
    const placed: Fault = {
      ...fault,
      id: randomUUID(),
      startedAt: new Date(started).toISOString(),
      stopsAt: new Date(started + stopAfterS * 1000).toISOString(),
    };
    board.put(placed);
    const { reached, instances } = await tell(placed.service);
    if (reached === 0) {
      board.remove(placed.id);
      throw new ProblemError(
        502,
        'service_unreachable',
        `Expected an instance of ${placed.service} to take the fault, but none of ${instances} answered.`,
      );
    }
    return reply.status(201).send(withDuration(placed));
  });

  app.delete('/lab/faults', async (_request, reply) => {
    await Promise.all(board.clear().map(tell));
    return reply.status(204).send();
  });

  app.delete<{ Params: { id: string } }>('/lab/faults/:id', async (request, reply) => {
    const service = board.remove(request.params.id);
    if (service === undefined)
      throw new ProblemError(
        404,
        'fault_unknown',
        `There is no running fault ${JSON.stringify(request.params.id)}.`,
      );
    await tell(service);
    return reply.status(204).send();
  });

  app.put('/lab/load', async (request) => {
    load.setRate(parse(LoadRequest, request.body, 'load_invalid').requestsPerSecond);
    return lab();
  });
}

function withDuration(fault: Fault) {
  const stopAfterS = Math.round((Date.parse(fault.stopsAt) - Date.parse(fault.startedAt)) / 1000);
  return { ...fault, stopAfterS: Math.max(1, stopAfterS) };
}

function parse<T extends z.ZodType>(schema: T, body: unknown, code: string): z.infer<T> {
  const parsed = schema.safeParse(body);
  if (!parsed.success) throw new ProblemError(400, code, z.prettifyError(parsed.error));
  return parsed.data;
}
