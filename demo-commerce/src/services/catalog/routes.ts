import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FlagClient } from '../../platform/flags.ts';
import { type HttpServer, userIdOf } from '../../platform/http-server.ts';
import { ProblemError } from '../../platform/problem.ts';
import type { ProductCard } from './domain/product.ts';
import { everyCategory, type ViewName, viewKey } from './domain/view-key.ts';
import type { CatalogStore } from './store.ts';

export interface CatalogRouteOptions {
  flags: FlagClient;
  store: CatalogStore;
  /** The JSON bytes of a view, or null. */
  read(key: string): Promise<Buffer | null>;
}

const mostCards = 50;

/** The catalog's HTTP surface: stored bytes are served as they are, never parsed on the way. */
export function addCatalogRoutes(app: HttpServer, { flags, store, read }: CatalogRouteOptions): void {
  const readFor = (request: FastifyRequest, view: ViewName) => {
    const withBadges = flags.isEnabled('catalog-badges', { userId: userIdOf(request) });
    return read(viewKey(view, withBadges ? 'badges' : 'plain'));
  };

  app.get<{ Querystring: { category?: string } }>('/products', async (request, reply) => {
    const category = request.query.category ?? everyCategory;
    return sendJson(
      reply,
      (await readFor(request, { kind: 'list', category })) ?? Buffer.from('{"products":[]}'),
    );
  });

  app.get('/bestsellers', async (request, reply) =>
    sendJson(reply, (await readFor(request, { kind: 'bestsellers' })) ?? Buffer.from('{"items":[]}')),
  );

  app.get<{ Params: { id: string } }>('/products/:id', async (request, reply) => {
    const { id } = request.params;
    const view = await readFor(request, { kind: 'product', id });
    if (view === null)
      throw new ProblemError(404, 'product_unknown', `There is no product ${JSON.stringify(id)}.`);
    return sendJson(reply, view);
  });

  const parsed = new WeakMap<Buffer, Map<string, ProductCard>>();
  app.get<{ Querystring: { ids?: string } }>('/cards', async (request) => {
    const list = await readFor(request, { kind: 'list', category: everyCategory });
    if (list === null) return { items: [] };
    let cards = parsed.get(list);
    if (cards === undefined) {
      const { products } = JSON.parse(list.toString()) as { products: ProductCard[] };
      cards = new Map(products.map((card) => [card.id, card]));
      parsed.set(list, cards);
    }
    const ids = (request.query.ids ?? '').split(',').slice(0, mostCards);
    return { items: ids.flatMap((id) => cards.get(id) ?? []) };
  });

  // What a ranker learns from; asked for every few seconds, so it may read the tables.
  app.get('/features', async () => {
    const [products, pairs] = await Promise.all([store.listProducts(), store.listPairs()]);
    return {
      products: products.map(({ id, category, tags, priceCents, sold }) => ({
        id,
        category,
        tags,
        priceCents,
        sold,
      })),
      pairs,
    };
  });
}

function sendJson(reply: FastifyReply, json: Buffer): FastifyReply {
  return reply.type('application/json; charset=utf-8').send(json);
}
