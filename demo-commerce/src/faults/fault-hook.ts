import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type HttpServer, userIdOf } from '../platform/http-server.ts';
import type { Log } from '../platform/log.ts';
import { ProblemError } from '../platform/problem.ts';
import { decideHarm, Fault, isActive } from './fault.ts';

const FaultList = z.object({ faults: z.array(Fault).max(50) });

export interface FaultHookOptions {
  log: Log;
  /** `anywhere` is for containers, where the lab is another host of a private network. */
  from: 'loopback' | 'anywhere';
  now(): number;
  random(): number;
  /** Whether the service evaluates the flag as on for this user. */
  isFlagOn(flag: string, userId: string): boolean;
}

/** Lets the lab hurt this service through `/internal/faults`; each fault stops by itself, whatever becomes of the lab. */
export function addFaultHook(app: HttpServer, options: FaultHookOptions): void {
  let faults: Fault[] = [];
  const active = () => {
    const now = options.now();
    if (faults.some((fault) => !isActive(fault, now)))
      faults = faults.filter((fault) => isActive(fault, now));
    return faults;
  };

  app.addHook('onRequest', async (request, reply) => {
    if (faults.length === 0 || request.span === undefined) return;
    const userId = userIdOf(request);
    const harm = decideHarm(active(), options.now(), options.random, (flag) =>
      options.isFlagOn(flag, userId),
    );
    if (harm.waitMs > 0) await wait(harm.waitMs);
    if (harm.ending === 'reset') reset(request, reply);
    if (harm.ending === 'error')
      throw new ProblemError(
        503,
        'fault_injected',
        'Expected to answer, but the lab has this service fail now.',
      );
  });

  const onRequest = options.from === 'loopback' ? [requireLoopback] : [];
  app.get('/internal/faults', { onRequest }, async () => ({ faults: active() }));
  app.put('/internal/faults', { onRequest }, async (request) => {
    const parsed = FaultList.safeParse(request.body);
    if (!parsed.success) throw new ProblemError(400, 'faults_invalid', z.prettifyError(parsed.error));
    const before = new Set(faults.map((fault) => fault.id));
    faults = parsed.data.faults;
    const started = faults.filter((fault) => !before.has(fault.id));
    if (started.length > 0) options.log.warn({ faults: started }, 'faults started');
    return { faults: active() };
  });
}

async function requireLoopback(request: FastifyRequest): Promise<void> {
  const address = request.socket.remoteAddress ?? '';
  if (!/^(::ffff:)?127\.|^::1$/.test(address))
    throw new ProblemError(
      403,
      'loopback_only',
      `Faults are set from this machine only, not from ${address}.`,
    );
}

function reset(request: FastifyRequest, reply: FastifyReply): void {
  reply.hijack();
  request.raw.socket.resetAndDestroy();
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
