import type { FastifyReply } from 'fastify';
import type { FlagClient } from '../../platform/flags.ts';
import type { PeerReply } from '../../platform/http-client.ts';
import { type HttpServer, userIdOf } from '../../platform/http-server.ts';
import { ProblemError } from '../../platform/problem.ts';
import type { CatalogClient } from './catalog-client.ts';
import type { OrderClient } from './order-client.ts';
import type { RecommendationClient } from './recommendations.ts';

export interface StorefrontParts {
  flags: FlagClient;
  catalog: CatalogClient;
  recommendations: RecommendationClient;
  orders: OrderClient;
}

/** The storefront's JSON API. `x-degraded` names what was answered by a fallback. */
export function addApiRoutes(app: HttpServer, parts: StorefrontParts): void {
  const { flags, catalog, recommendations, orders } = parts;

  app.get<{ Querystring: { category?: string } }>('/api/products', async (request, reply) => {
    const userId = userIdOf(request);
    const list = await catalog.products(request.query.category || undefined, userId);
    const layout = flags.isEnabled('gateway-compact-cards', { userId }) ? 'compact' : 'regular';
    if (list === undefined) {
      reply.header('x-degraded', 'catalog.browse');
      return { layout, closed: true, products: [] };
    }
    const { json, copy } = list;
    if (copy === undefined) return sendJson(reply, `{"layout":"${layout}",`, withoutBrace(json));
    reply.header('x-degraded', copy.because);
    return sendJson(reply, `{"layout":"${layout}","ageMs":${copy.ageMs},`, withoutBrace(json));
  });

  app.get<{ Params: { id: string } }>('/api/products/:id', async (request, reply) => {
    const userId = userIdOf(request);
    const { id } = request.params;
    const [product, beside] = await Promise.all([
      catalog.product(id, userId),
      recommendations.get(id, userId),
    ]);
    if (product === undefined)
      throw new ProblemError(404, 'product_unknown', `There is no product ${JSON.stringify(id)}.`);
    const degraded = [
      ...(product.copy ? [product.copy.because] : []),
      ...(beside.degraded ? ['recommendations'] : []),
    ];
    if (degraded.length > 0) reply.header('x-degraded', degraded.join(','));
    return sendJson(reply, '{"product":', product.json, `,"recommendations":${JSON.stringify(beside)}}`);
  });

  app.post('/api/orders', async (request, reply) =>
    pass(reply, await orders.place(request.body ?? {}, userIdOf(request))),
  );

  app.get<{ Params: { id: string } }>('/api/orders/:id', async (request, reply) =>
    pass(reply, await orders.read(request.params.id, userIdOf(request))),
  );
}

function pass(reply: FastifyReply, { status, body }: PeerReply): FastifyReply {
  return reply
    .status(status)
    .type(status < 400 ? 'application/json; charset=utf-8' : 'application/problem+json')
    .send(body);
}

function sendJson(reply: FastifyReply, ...parts: (string | Buffer)[]): FastifyReply {
  return reply
    .type('application/json; charset=utf-8')
    .send(Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : part))));
}

// The catalog's object is taken over as it is: a field is put in front, nothing is parsed.
function withoutBrace(json: Buffer): Buffer {
  return json.subarray(1);
}
