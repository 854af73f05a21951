import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { FastifyInstance } from 'fastify';

const compress = promisify(gzip);
/** Smaller answers fit into one packet as they are. */
const leastBytes = 1_400;

/** Packs large answers for those who take them packed. */
export function compressAnswers(app: FastifyInstance): void {
  app.addHook('onSend', async (request, reply, payload) => {
    if (typeof payload !== 'string' || payload.length < leastBytes) return payload;
    if (!/\bgzip\b/.test(request.headers['accept-encoding'] ?? '')) return payload;
    void reply.header('content-encoding', 'gzip').header('vary', 'accept-encoding');
    void reply.removeHeader('content-length');
    return compress(payload, { level: 1 });
  });
}
